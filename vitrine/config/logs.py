"""One shape for every log line, ours and the libraries'."""

import logging
import sys

import structlog

from vitrine.lib.http import redact


def configure(level: str, style: str) -> None:
    """`style` is `console` for people or `json` for machines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(_is_news)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in (
        "uvicorn.access",
        "uvicorn.error",
        "kombu",
        "amqp",
        "celery.apps.worker",
        "celery.beat",
        "celery.worker.consumer.connection",
        "celery.worker.strategy",
        "celery.app.trace",
        "asyncio",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def without_secrets(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Every word of a line, whoever wrote it, tracebacks too, with keys and tokens blotted out."""
    return {name: _blotted(value) for name, value in line.items()}


def _blotted(value: object) -> object:
    if isinstance(value, BaseException):
        return redact(repr(value))
    return redact(value) if isinstance(value, str) else value


def _is_news(record: logging.LogRecord) -> bool:
    """Django repeats every 4xx and 5xx as a warning or an error; those we sent on purpose were told already."""
    return record.name != "django.request" or record.exc_info is not None
