"""A stand-in for Stripe: a real server with TLS that answers as Stripe does, and signs messages."""

import json
import ssl
import time
import uuid
from urllib.parse import parse_qsl

from newsroom.outgoing import Network
from tests.newsroom.tls_server import TLS, Server, says

SECRET = "whsec_only_for_tests"


class StripeStandIn(Server):
    """Remembers sessions and refunds by their idempotency keys; ``fault`` is answered instead, once."""

    def __init__(self):
        self.sessions, self.refunds, self.fault = {}, {}, None
        super().__init__()

    def network(self):
        return network_to(self.port)

    def _answer(self, line):
        self.replies = [self._reply]
        super()._answer(line)

    def _reply(self, line):
        head, body = self.asked[-1]
        if self.fault:
            status, words = self.fault
            self.fault = None
            said = json.dumps({"error": {"message": words, "type": "invalid_request_error"}})
            line.sendall(says(said.encode(), status, Content_Type="application/json"))
            return
        path = head.split(" ")[1]
        rows = dict(row.split(": ", 1) for row in head.split("\r\n")[1:])
        assert rows["Authorization"] == "Bearer sk_test_x"
        asked, once = dict(parse_qsl(body.decode())), rows["Idempotency-Key"]
        known, make = {
            "/v1/checkout/sessions": (self.sessions, a_session),
            "/v1/refunds": (self.refunds, a_refund),
        }[path]
        said = known.setdefault(once, make(asked))
        line.sendall(says(json.dumps(said).encode(), Content_Type="application/json"))


def network_to(port):
    """How a stand-in on ``port`` is reached; its certificate has another name than Stripe's."""
    context = ssl.create_default_context(cafile=str(TLS / "certificate.pem"))
    context.check_hostname = False
    return Network(lambda host: ["127.0.0.1"], lambda address: True, port, lambda: context)


def a_session(asked):
    name = f"cs_test_{uuid.uuid4().hex}"
    return {
        "id": name,
        "object": "checkout.session",
        "url": f"https://checkout.stripe.com/c/pay/{name}",
        "amount_total": int(asked["line_items[0][price_data][unit_amount]"]),
        "currency": asked["line_items[0][price_data][currency]"],
        "client_reference_id": asked["client_reference_id"],
        "payment_intent": None,
        "payment_status": "unpaid",
    }


def a_refund(asked):
    return {
        "id": f"re_{uuid.uuid4().hex}",
        "object": "refund",
        "amount": int(asked["amount"]),
        "currency": "usd",
        "payment_intent": asked["payment_intent"],
        "metadata": {"refund": asked["metadata[refund]"]},
        "status": "succeeded",
    }


def a_message(kind, about, *, event_id=""):
    """The body of a message as Stripe sends it."""
    event_id = event_id or f"evt_{uuid.uuid4().hex}"
    return json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": about}})


def signed(body, *, secret=SECRET, at=None):
    """The header by which Stripe vouches for ``body``."""
    import stripe

    at = int(time.time() if at is None else at)
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


def paid(checkout, *, payment="pi_1", **facts):
    """A message that ``checkout`` was paid."""
    about = {
        "id": checkout.session_id,
        "object": "checkout.session",
        "amount_total": checkout.cents,
        "currency": "usd",
        "payment_intent": payment,
        "payment_status": "paid",
    }
    return a_message("checkout.session.completed", about | facts)
