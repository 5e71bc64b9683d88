"""What Alembic runs: every migration on the connection that `hotline.schema` hands over."""

from alembic import context

from hotline.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
