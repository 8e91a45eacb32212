"""One process of a race: 16 threads that wait for each other, then all do the same thing.

Started by test_races with the database's name, the deed and an id; says "ready", waits for a line, prints
how many of its threads succeeded.
"""

import os
import secrets
import sys
import threading

THREADS = 16


def main(database, deed, pk):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    import django
    from django.db import connection, connections

    connections.settings["default"]["NAME"] = database
    # What is tried is what comes in, not how soon: nobody is turned away for waiting on a busy machine.
    options = connections.settings["default"]["OPTIONS"]
    if "pool" in options:
        options["pool"] |= {"max_size": THREADS, "timeout": 50}
    else:
        options["timeout"] = 50
    django.setup()
    connection.ensure_connection()
    connection.close()
    barrier, won = threading.Barrier(THREADS + 1), []

    def run():
        barrier.wait()
        try:
            won.append(DEEDS[deed](int(pk)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    say("ready")
    sys.stdin.readline()
    barrier.wait()
    for thread in threads:
        thread.join()
    say(f"{len(won)} {sum(won)}")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def post(article_id):
    from comments.services import post_comment

    words = {"name": "Ola Berg", "email": "ola@example.org", "text": "I sold herring there."}
    return post_comment(article_id, **words).is_new


def post_another(article_id):
    """Post other words than everybody else, from the one machine."""
    from django.conf import settings
    from django.test import Client

    from comments.forms import ReplyForm

    words = {"name": "Ola Berg", "email": "ola@example.org", "text": secrets.token_hex(8)}
    words["rendered"] = ReplyForm(article_id=article_id).stamp
    reader = Client(headers={"Sec-Fetch-Site": "same-origin", "Host": settings.SITE.host})
    return reader.post(f"/comments/{article_id}/reply/", words).status_code == 303


def like(pk):
    """One reader presses many times."""
    from comments.likes import like_comment
    from comments.models import Comment

    return like_comment(Comment.objects.get(pk=pk), liker="a" * 32)


def like_each(pk):
    """Readers who each press once."""
    from comments.likes import like_comment
    from comments.models import Comment

    return like_comment(Comment.objects.get(pk=pk), liker=secrets.token_hex(16))


def report(pk):
    """Readers who each report once, where three reports hold a comment."""
    from comments.models import Comment
    from comments.reports import report_comment

    reporter = secrets.token_hex(16)
    return report_comment(Comment.objects.get(pk=pk), reporter=reporter, reason="spam", holds_at=3)


def tell(pk):
    from comments.follows import tell_follower
    from comments.models import Comment

    return tell_follower(Comment.objects.get(pk=pk))


def prove(pk):
    from comments import services
    from comments.models import Comment

    services.claim_comment(Comment.objects.get(pk=pk))
    return True


def lift(pk):
    """Undo the ban whose key this is."""
    from comments import services
    from comments.models import Ban

    return services.lift_ban(Ban.objects.get(pk=pk), by=None)


def approve(pk):
    return _decide(pk, "approve_comment")


def reject(pk):
    return _decide(pk, "reject_comment")


def _decide(pk, service):
    """Decide on a comment that was held when the moderator looked, however late the press comes."""
    from comments import services
    from comments.models import Comment

    comment = Comment.objects.get(pk=pk)
    comment.state = Comment.State.HELD
    return getattr(services, service)(comment, by=None)


DEEDS = {
    "post": post,
    "post_another": post_another,
    "like": like,
    "like_each": like_each,
    "report": report,
    "tell": tell,
    "prove": prove,
    "lift": lift,
    "approve": approve,
    "reject": reject,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
