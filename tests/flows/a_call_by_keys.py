"""A program: the web application of the tree it is started in, a practice call to it, and what the caller hears."""

import os
import sys
import threading

from werkzeug.serving import make_server

from app import create_app
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.commands.transcript import lines
from hotline.runtime import build_runtime
from hotline.settings import Settings


def main(keys: list[str]) -> None:
    """Press each of the keys in turn, then nothing more until the hotline hangs up."""
    settings = Settings.from_environ(os.environ)
    runtime = build_runtime(settings)
    server = make_server("127.0.0.1", settings.port, create_app(runtime), threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    exchange = Exchange.of(settings)
    line = PracticeLine.dial(exchange, CALLER, HOTLINE)
    events = line.start()
    for key in keys:
        events += line.press(key)
    while not line.over:
        events += line.silent()
    for told in lines(events):
        print(told)
    exchange.close()
    server.shutdown()
    serving.join()
    server.server_close()
    runtime.close()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1:])
