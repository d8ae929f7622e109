"""The errors raised on purpose. Each says what happened, where, and what to do next."""


class DsmbError(Exception):
    """Anything a user can put right; shown as one message, never as a traceback."""


class TrialError(DsmbError):
    """The trial definition does not hold: names the key and what would be right."""


class SourceError(DsmbError):
    """The source of an extract cannot be read or breaks the contract: names file and column."""


class LockError(DsmbError):
    """An extract cannot be written: nothing was written."""


class ExtractError(DsmbError):
    """An extract on disk is not what was locked, or cannot be opened."""


class KeyMissingError(DsmbError):
    """A key needed to open or write a sealed store is not there."""


class QueryError(DsmbError):
    """A query's file or its parameters are wrong."""


class ChoiceError(DsmbError):
    """A filter got a value outside its allowed set, or a name is unknown: lists what is possible."""


class JobError(DsmbError):
    """A long computation cannot be queued: says which bound or setting is in the way."""


class AccountError(DsmbError):
    """A login, a role or an account is refused."""


class AuditError(DsmbError):
    """The audit trail is not as it was written, or cannot be carried on: names the row and what to do."""


class ProviderError(DsmbError):
    """An institution's provider cannot be reached, or what it says of somebody does not hold."""
