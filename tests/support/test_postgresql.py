"""The tests' own PostgreSQL is a real one, without the cost of durability."""

from sqlalchemy import create_engine, make_url, text

from tests.support.postgresql import to_sqlalchemy


def test_the_server_answers_as_postgresql(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert str(connection.scalar(text("SELECT version()"))).startswith("PostgreSQL ")
        assert connection.scalar(text("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"))
    engine.dispose()


def test_a_socket_s_folder_becomes_the_host() -> None:
    url = make_url(to_sqlalchemy("postgresql://postgres:@/postgres?host=/tmp/pg x/data"))
    assert (url.drivername, url.username, url.database) == ("postgresql+psycopg", "postgres", "postgres")
    assert url.query == {"host": "/tmp/pg x/data"}


def test_a_server_with_a_port_keeps_it() -> None:
    url = make_url(to_sqlalchemy("postgresql://postgres:@127.0.0.1:5433/postgres"))
    assert (url.host, url.port, url.database) == ("127.0.0.1", 5433, "postgres")
