"""One process of a race: 16 threads that wait for each other, then all do the same thing.

Started by test_races with the database's name, the deed and an id; says "ready", waits for a line, prints
how many of its threads succeeded.
"""

import os
import sys
import threading

THREADS = 16


def main(database, deed, pk):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    import django
    from django.db import connection, connections

    connections.settings["default"]["NAME"] = database
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


DEEDS = {"post": post, "approve": approve, "reject": reject}

if __name__ == "__main__":
    main(*sys.argv[1:])
