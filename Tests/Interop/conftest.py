"""Options and fixtures of the interoperability tests: which server to run them against, and one process for each test."""

from __future__ import annotations

import pytest

from harness.clients import FORMS, Form
from harness.programs import Programs
from harness.server import BUILT_SERVER, Program, Server, ServerFailed
from harness.wire import Wire


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--server", metavar="PATH", default=str(BUILT_SERVER),
        help="the server to test: anything that takes redis-server's command line (default: the built understudy)",
    )


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Program:
    path = request.config.getoption("--server")
    try:
        return Program(path)
    except ServerFailed as failure:
        pytest.exit(
            f"{failure}; build it with: swift build -c release --static-swift-stdlib --product understudy", returncode=2
        )


@pytest.fixture
def fixture_program(program: Program) -> Program:
    """The program, for tests of what only a test server offers."""
    if not program.has_fixture_options:
        pytest.skip("this server has no --ready-file, --exit-with-parent and --exit-on-stdin-eof")
    return program


@pytest.fixture
def launch(program: Program):
    """Starts servers with options of the test's own; all are stopped, and must stop cleanly, at its end."""
    servers: list[Server] = []

    def start(*options: str, **keywords) -> Server:
        servers.append(program.start(*options, **keywords))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.returncode is None:
            with server:
                pass
        print(f"--- log of {program.path.name} {server.pid}", *server.log, sep="\n")


@pytest.fixture
def server(launch) -> Server:
    """A fresh, empty server for this test alone."""
    return launch()


@pytest.fixture
def programs(server: Server):
    """Runs the libraries' own programs, such as their workers, against the server; they end before it does."""
    with Programs(server) as programs:
        yield programs


@pytest.fixture
def url(server: Server) -> str:
    return f"redis://{server.host}:{server.port}"


@pytest.fixture
def wire(server: Server):
    with Wire(server.address) as connection:
        yield connection


@pytest.fixture
def scripting(wire: Wire) -> None:
    """Skips a test of what a client does by Lua scripts where the server has none."""
    if b"unknown command" in wire.ask("EVAL", "return 1", "0"):
        pytest.skip("the server has no EVAL")


@pytest.fixture(params=FORMS, ids=str)
def form(request: pytest.FixtureRequest) -> Form:
    return request.param


@pytest.fixture
async def connect(form: Form, server: Server):
    """Opens redis-py clients of the form under test, and disconnects them at the end."""
    clients = []

    def open_client(**options):
        clients.append(form.connect(server, **options))
        return clients[-1]

    yield open_client
    await form.disconnect(*clients)
