from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from forums.jobs import LocalWorker


class Command(BaseCommand):
    help = "Serve the site; without REDIS_URL also carry out the background work, in one thread beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, bind: str, threads: int, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date; run: make setup")
        connection.close()
        # Where nothing was collected, WhiteNoise finds the files in the apps; it only wants the folder to exist.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"Plenary is at http://{bind}/ and its office at http://{bind}/admin/ (Ctrl-C ends it).")
        if settings.REDIS_URL:
            self.stdout.write("Background work goes to Celery; start its worker beside this: make worker")
        _Server(bind=bind, threads=threads, with_worker=not settings.REDIS_URL).run()


class _Server(BaseApplication):
    """gunicorn with one process, so that there is one worker thread too."""

    def __init__(self, *, bind: str, threads: int, with_worker: bool) -> None:
        self.settings = {
            "bind": bind,
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "control_socket_disable": True,
        }
        if with_worker:
            self.settings |= {"post_worker_init": self.start_worker, "worker_exit": self.stop_worker}
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()

    def start_worker(self, _process: Any) -> None:
        self.worker = LocalWorker()
        self.worker.start()

    def stop_worker(self, _arbiter: Any, _process: Any) -> None:
        self.worker.stop()
