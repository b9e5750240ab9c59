"""nginx with the shipped configuration, started for a test or a measurement."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services import free_port, wait_for

BINARY = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"

needs_nginx = pytest.mark.skipif(
    BINARY is None and os.environ.get("REQUIRE_SERVICES") != "1", reason="nginx is not installed"
)

_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes {workers};
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/plenary.conf;
    {beside}
}}
"""


def shipped(**lines: str) -> str:
    """The shipped configuration with the lines that each installation sets: port, upstream, published and static."""
    text = SHIPPED.read_text(encoding="utf-8")
    for was, becomes in [
        ("    listen 80 default_server;", f"    listen 127.0.0.1:{lines['port']} default_server;"),
        ("    listen 80;\n", f"    listen 127.0.0.1:{lines['port']};\n"),
        ("    server 127.0.0.1:8000;", f"    server {lines['upstream']};"),
        ("    server_name forum.example.org;", "    server_name 127.0.0.1;"),
        ("/srv/plenary/var/published;", f"{lines['published']};"),
        ("/srv/plenary/var/static/;", f"{lines['static']}/;"),
    ]:
        assert text.count(was) == 1, was
        text = text.replace(was, becomes)
    return text


@contextmanager
def nginx(folder: Path, *, upstream: str, published: Path, beside: str = "", workers: int = 1) -> Iterator[int]:
    """The port of an nginx that asks ``upstream``; ``beside`` is more configuration for its http context."""
    assert BINARY, "nginx is not installed"
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    site = shipped(port=str(port), upstream=upstream, published=str(published), static=str(folder / "static"))
    (folder / "plenary.conf").write_text(site, encoding="utf-8")
    # Its workers would be somebody else, who may not read a test's folders.
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, user=user, beside=beside, workers=workers), encoding="utf-8")
    server = subprocess.Popen([BINARY, "-p", folder, "-c", main], stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()
        print((folder / "error.log").read_text(encoding="utf-8"))  # noqa: T201 -- shown where a test fails
