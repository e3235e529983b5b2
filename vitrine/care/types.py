"""Words of this domain."""

EXPORT, EXPORT_TASK, EXPORT_QUEUE = "export", "vitrine.export", "default"
ERASE, ERASE_TASK, ERASE_QUEUE = "erase", "vitrine.erase", "default"
