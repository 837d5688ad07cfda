"""The two families of error.

*Known* errors are the world's fault (a wrong passphrase, a full disk, a stray bracket):
each class holds one clear sentence and a hint, and a front end shows them as they are. *Bugs* are
ours: anything that is not a `KnownError`. They are never swallowed and never dressed up.
"""

from __future__ import annotations

from typing import ClassVar


class KnownError(Exception):
    """A failure the user can understand and act on.

    `sentence` and `hint` are templates filled from the keyword values, so that a front end can
    translate the template first. `exit_code` is what the command line returns.
    """

    sentence: ClassVar[str] = "Something outside the program went wrong."
    hint: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence, with its values, on one line."""
        return " ".join(self.sentence.format(**self.values).split())

    @property
    def advice(self) -> str:
        """The hint, with its values; empty when there is none."""
        return self.hint.format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by values, so an error survives the way back from a worker process."""
        return (_rebuild, (type(self), self.values))


def _rebuild(cls: type[KnownError], values: dict[str, object]) -> KnownError:
    return cls(**values)


class BugError(Exception):
    """Our own fault, noticed by the program itself."""


class Cancelled(KnownError):
    """Raised at a safe point after somebody asked for the work to stop."""

    sentence = "Stopped. What was already finished is kept; nothing is half done."


# -- the vault file ----------------------------------------------------------------------------


class VaultMissing(KnownError):
    """The path names nothing."""

    sentence = "There is no vault at {path}."
    hint = "Check the name, or make a new vault with: itrvault new {path}"


class VaultExists(KnownError):
    """Creating would overwrite something."""

    sentence = "{path} already exists and was left alone."
    hint = "Choose another name."


class NotAVault(KnownError):
    """The file is something else, or is too damaged to be recognised."""

    sentence = "{path} is not an ITR Vault archive, or it is damaged beyond reading."
    hint = "If it should be one, restore it from a copy; the original file was not changed."


class PassphraseNeeded(KnownError):
    """A sealed vault was opened without a passphrase."""

    sentence = "{path} is sealed and needs its passphrase."
    hint = "Give it with --passphrase-file, or open it in the window."


class WrongPassphrase(KnownError):
    """The key does not open the file."""

    sentence = "That passphrase does not open {path}."
    hint = "Check caps lock and keyboard layout. A lost passphrase cannot be recovered."


class VaultInUse(KnownError):
    """Another process holds the write lock."""

    sentence = "{path} is being changed by another window or command."
    hint = "Close it there first, or open this vault for reading only."


class VaultReadOnly(KnownError):
    """A write was asked of a vault opened for reading, or lying where it can't be written."""

    sentence = "{path} is open for reading only, so nothing can be changed in it."
    hint = "Close the other program that has it open, or copy it to a place you can write to."


class NewerVault(KnownError):
    """The file was made by a later version."""

    sentence = "{path} was made by a newer version of ITR Vault and was not opened."
    hint = "Install the newer version. The file was not changed."


class DiskFull(KnownError):
    """No space left, at any write."""

    sentence = "The disk is full, so the last step was undone; everything before it is safe."
    hint = "Free some space and do the step again."


class FileUnreadable(KnownError):
    """A file the user named cannot be read."""

    sentence = "{path} cannot be read: {reason}."


class FileUnwritable(KnownError):
    """A file the user named cannot be written."""

    sentence = "{path} cannot be written: {reason}."


class FileExists(KnownError):
    """Writing would replace something that is there."""

    sentence = "{path} already exists and was left alone."
    hint = "Choose another name, or say that it may be replaced."


class VaultDamaged(KnownError):
    """SQLite says the file's pages are corrupt."""

    sentence = "{path} is damaged: {reason}."
    hint = "Run: itrvault check. Restore the file from a copy if it cannot be repaired."


# -- what is inside it -------------------------------------------------------------------------


class NoSuchDocument(KnownError):
    """A document reference matches nothing."""

    sentence = 'No document in this vault matches "{reference}".'
    hint = "List them with: itrvault documents"


class AmbiguousDocument(KnownError):
    """A document reference matches several."""

    sentence = '"{reference}" could mean {count} documents: {examples}.'
    hint = "Use more of the symbol, or the first characters of the SHA-256."


class NoSuchUnit(KnownError):
    """A page or section number outside the document."""

    sentence = "{document} has {count} {kind}s; there is no {kind} {number}."


class NoSuchAnnotation(KnownError):
    """An annotation id that matches nothing."""

    sentence = 'No annotation in this vault matches "{reference}".'


class NoSuchAssessment(KnownError):
    """A risk assessment id that matches nothing."""

    sentence = 'No risk assessment in this vault matches "{reference}".'


class NotYourAssessment(KnownError):
    """Somebody would change what another judged."""

    sentence = "This is the judgement of {assessor}, and each assessor keeps their own."
    hint = "Add yours to the same passage; both are kept and can be compared."


class NoSuchLink(KnownError):
    """A link's id that matches nothing."""

    sentence = 'No link in this vault matches "{reference}".'
    hint = "List them with: itrvault links"


class NoSuchSettlement(KnownError):
    """A settled passage, or a pair of numbers, whose id matches nothing."""

    sentence = 'Nothing that was settled in this vault matches "{reference}".'
    hint = "List what is settled with: itrvault settle VAULT --settled"


class NoSuchSuggestion(KnownError):
    """A suggestion of a sweep whose id matches nothing, or that nobody decided."""

    sentence = 'No suggestion of a sweep matches "{reference}".'
    hint = "List what is proposed, with ids, with: itrvault sweep VAULT"


class NoProposalHere(KnownError):
    """A passage to be settled in which no proposal begins, without what would make it one."""

    sentence = "No proposal begins there."
    hint = "Give a verb (ADD, MOD, SUP or NOC) to add one at this passage."


class NothingProposed(KnownError):
    """A passage in which no proposal begins, said to be none."""

    sentence = "No proposal was found to begin there."
    hint = "Take the words that head it: its verb and its identifier."


class NoSuchSearch(KnownError):
    """A saved search's id or name that matches nothing."""

    sentence = 'There is no saved search "{reference}".'


class NoBaseText(KnownError):
    """No treaty whose provisions have numbers in the margin."""

    sentence = "{document} holds no text in force whose provisions are numbered in the margin."
    hint = "Import the treaty that is being negotiated, or name it with --base."


class NoSuchTag(KnownError):
    """A tag path that is not in the codebook."""

    sentence = 'There is no tag "{path}" in the codebook.'
    hint = "Did you mean: {nearest}?"


class NoTags(KnownError):
    """A codebook without a tag, to be exported or imported."""

    sentence = "There are no tags in {what}."
    hint = "A codebook needs at least one."


class QuoteNotFound(KnownError):
    """The words to mark are not in the document."""

    sentence = 'These words are not in {document}: "{quote}".'
    hint = "Copy them exactly as they stand there; case, accents and line breaks do not matter."


class QuoteAmbiguous(KnownError):
    """The words to mark stand in several places."""

    sentence = 'These words stand in {count} places in {document}: "{quote}".'
    hint = "Give more of the words around them, or name the page with --page."


class InvalidValue(KnownError):
    """A fact corrected by hand that cannot be right."""

    sentence = "{value!r} cannot be the {field}: {reason}."


class NothingToUndo(KnownError):
    """The journal holds nothing that could be undone (or redone)."""

    sentence = "There is nothing to {verb}."


class LanguageDataMissing(KnownError):
    """OCR was asked for, and no file of its languages is on this system."""

    sentence = "Pictures can't be read here: there is no language data for {languages}."
    hint = "{how}"


# -- queries -----------------------------------------------------------------------------------


class QueryError(KnownError):
    """A query that can't be read. `position` and `length` are in code points of the query."""

    sentence = "{what} at character {column}: {near}"
    hint = "{suggestion}"

    def __init__(
        self, *, what: str, position: int, length: int = 1, near: str = "", suggestion: str = ""
    ) -> None:
        self.position = position
        self.length = length
        self.suggestion = suggestion
        super().__init__(what=what, column=position + 1, near=near, suggestion=suggestion)
        self._args = {
            "what": what,
            "position": position,
            "length": length,
            "near": near,
            "suggestion": suggestion,
        }

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self._args))


class IndexUnusable(KnownError):
    """The stored index is damaged, doctored or of another version, and not rebuilt yet."""

    sentence = "The search index cannot be used: {reason}."
    hint = "It is made anew from the text when the vault is opened for writing."


# -- readers (one row of an import report each) -------------------------------------------------


class ReaderFailed(KnownError):
    """A file that could not be read. `code` names the class across the process border."""

    code: ClassVar[str] = "failed"
    sentence = "The file could not be read: {reason}."
    hint = "Open it in the program that made it and save it again, then import that copy."


class FileEmpty(ReaderFailed):
    """Nothing in it."""

    code = "empty"
    sentence = "The file is empty (0 bytes)."
    hint = "Get another copy; the transfer may have been cut off."


class FileBlank(ReaderFailed):
    """Nothing in it but blanks and line ends."""

    code = "blank"
    sentence = "The file holds no text, only blanks."
    hint = "Get another copy if there should be words in it."


class FileDamaged(ReaderFailed):
    """Cut off or corrupt beyond repair."""

    code = "damaged"
    sentence = "The file is damaged or incomplete: {reason}."
    hint = "Get another copy; the transfer may have been cut off."


class FileLocked(ReaderFailed):
    """Encrypted with a password we were not given."""

    code = "locked"
    sentence = "The file is protected with a password."
    hint = "Import it again with its password: itrvault import VAULT FILE --password-file PATH"


class FileUnsupported(ReaderFailed):
    """A format nobody here reads."""

    code = "unsupported"
    sentence = "Files of this kind ({kind}) are not supported."
    hint = "Save it as PDF or DOCX with a program that opens it, and import that."

    @property
    def advice(self) -> str:
        """The way forward for its kind, where there is a better one than the hint."""
        return _WAYS.get(str(self.values.get("kind")), super().advice)


_AS_PDF = "Save it as PDF in {} or LibreOffice, and import that."
_AS_OFFICE = "Open it in LibreOffice, save it as {}, and import that."
_AS_PICTURE = "Save it as PNG in a picture viewer, and import that."
_NO_WORDS = "It holds no written words. Put down what matters in a text, and import that."
_WAYS = {
    "Outlook mailbox": "Open it in Outlook, or unpack it with readpst; save the messages as .msg, "
    ".eml or .mbox, and import those.",
    "DjVu document": "Convert it to PDF (ddjvu -format=pdf FILE.djvu FILE.pdf), and import that.",
    "PostScript document": "Convert it to PDF (ps2pdf FILE.ps), and import that.",
    "Excel binary workbook": "Save it as .xlsx in Excel or LibreOffice, and import that.",
    "Visio drawing": _AS_PDF.format("Visio"),
    "Publisher document": _AS_PDF.format("Publisher"),
    "Works document": _AS_OFFICE.format(".docx"),
    "WordPerfect document": _AS_OFFICE.format(".docx"),
    "Hangul document": _AS_OFFICE.format(".docx"),
    "Lotus spreadsheet": _AS_OFFICE.format(".xlsx"),
    "Mobipocket book": "Convert it to EPUB with calibre, and import that.",
    "WebP picture": _AS_PICTURE, "HEIC picture": _AS_PICTURE, "AVIF picture": _AS_PICTURE,
    "EMF picture": _AS_PICTURE, "WMF picture": _AS_PICTURE, "icon": _AS_PICTURE,
    "sound recording": _NO_WORDS, "video": _NO_WORDS,
    "a link": "Import the file that it leads to, if that is not there as well.",
    "a device": "There is no file behind it.",
    "program": "A program is never opened here.",
    "Windows program": "A program is never opened here.",
    "SQLite database": "Save its tables as CSV, and import those.",
    "XML data": "If people read it in a browser, save it there as PDF, and import that.",
    "PDF locked with a personal certificate": "Open it where the certificate is installed, print "
    "it to a PDF without protection, and import that.",
    "Word 97-2003 document": _AS_OFFICE.format(".docx"),
    "Excel 97-2003 workbook": _AS_OFFICE.format(".xlsx"),
    **dict.fromkeys(
        ("not a codebook", "XML that is no codebook", "ZIP without a REFI-QDA project"),
        "A codebook is REFI-QDA (.qdc, .qdpx), CSV with a column of names, or text (.txt) with "
        "a tag on each line.",
    ),
}  # fmt: skip
"""What to do with a file nobody here reads, by what readers call its kind."""


class ArchiveUnsupported(FileUnsupported):
    """An archive nobody here unpacks."""

    code = "archive"
    sentence = "Archives of this kind ({kind}) are not supported."
    hint = "Unpack it with the program that made it, then import the folder."


class ReaderTimedOut(ReaderFailed):
    """The reader was stopped."""

    code = "timeout"
    sentence = "Reading was stopped after {seconds} seconds without an end."
    hint = "The file may be built to hang readers. Nothing else was affected."


class ReaderOverLimit(ReaderFailed):
    """Memory, output, pages, depth or expansion went over a limit."""

    code = "limit"
    sentence = "The file goes over a safety limit: {reason}."
    hint = "It may be built to exhaust a computer. Nothing else was affected."


class ReaderCrashed(ReaderFailed):
    """The child process died."""

    code = "crashed"
    sentence = "The reader crashed on this file."
    hint = "It ran apart from the program, so nothing else was affected."


class ReaderLied(ReaderFailed):
    """The child sent something the host does not accept."""

    code = "protocol"
    sentence = "The reader gave back something that cannot be right: {reason}."
    hint = "The file may be an attack on the reader. Nothing of it was kept."


class ReaderUnavailable(ReaderFailed):
    """No reader could be started: not the file's fault."""

    code = "unavailable"
    sentence = "No reader could be started: {reason}."
    hint = "Close other programs, then import it again."


READER_FAILURES: dict[str, type[ReaderFailed]] = {
    cls.code: cls
    for cls in (
        ReaderFailed, FileEmpty, FileBlank, FileDamaged, FileLocked, FileUnsupported,
        ArchiveUnsupported, ReaderTimedOut, ReaderOverLimit, ReaderCrashed, ReaderLied,
    )
}  # fmt: skip
"""Only the code and short plain values cross from a reader; the class is looked up here."""
