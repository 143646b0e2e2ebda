"""Pages and files of the synthetic datasets, for instructors of the course.

The built gallery is served as it is: its links (``../tables/<dataset>/<file>``) fit the addresses
here as well as the repository. A learner is refused, so that a data file is met inside a lesson.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hoichan_hub.portal.pages import PageHandler
from hoichan_hub.portal.refusals import RefusedError

# The pages hold nothing that a learner typed, so no sandbox, which would also forbid downloads.
# Pictures carry their colours in style attributes, hence 'unsafe-inline' for styles alone.
_GALLERY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {".json": "application/json", ".md": "text/plain; charset=utf-8",
          ".html": "text/html; charset=utf-8"}  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A file's content and how a browser is to take it; ``save_as`` makes it a download."""

    content: bytes
    kind: str
    save_as: str | None = None


def gallery_page(name: str) -> Served:
    """A page of the built gallery.

    Raises:
        RefusedError: ``gallery_missing``: the pages were not built.
    """
    from hoichan.data.gallery import PAGES, gallery_dir

    path = gallery_dir() / name
    if name not in PAGES.values() or not path.is_file():
        raise RefusedError("gallery_missing")
    return Served(path.read_bytes(), _TYPES[".html"])


def dataset_file(dataset: str, file: str) -> Served:
    """One of the files that a dataset offers: its tables and descriptions, never its truths.

    Raises:
        RefusedError: ``dataset_file_unknown``.
    """
    path = _offered(dataset).get(file)
    if path is None:
        raise RefusedError("dataset_file_unknown", dataset=dataset, file=file)
    kind = _TYPES.get(path.suffix)
    if kind is not None:
        return Served(path.read_bytes(), kind)
    kind = "application/gzip" if path.suffix == ".gz" else "text/csv; charset=utf-8"
    # Many a dataset's table is "data.csv": in a folder of downloads its name has to say whose.
    save_as = file if file.startswith(dataset) else f"{dataset}.{file}"
    return Served(path.read_bytes(), kind, save_as)


def _offered(dataset: str) -> dict[str, Path]:
    from hoichan.data import NAMES, DataError
    from hoichan.data.gallery import offered_files

    try:
        return offered_files(dataset) if dataset in NAMES else {}
    except DataError:
        return {}


class DatasetsHandler(PageHandler):
    """``GET datasets``: on to the gallery, whose links need its folder in the address."""

    async def get(self) -> None:
        """Lead on; who may read is asked there."""
        self.redirect(self.request.path.rstrip("/") + "/gallery/index.html")


class InstructorHandler(PageHandler):
    """Pages and files of datasets: whoever teaches, nobody else."""

    def set_default_headers(self) -> None:
        """A policy without sandbox; replies of refusals hold nothing of a request."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", _GALLERY_POLICY)

    async def instructor(self) -> bool:
        """Whether to go on: False after sending the browser to sign in.

        Raises:
            RefusedError: ``instructor_only``.
        """
        caller = await self.caller_or_sign_in()
        if caller is not None and not caller.instructor:
            raise RefusedError("instructor_only")
        return caller is not None

    def send(self, served: Served) -> None:
        """Send a file."""
        self.set_header("Content-Type", served.kind)
        if served.save_as is not None:
            disposition = f'attachment; filename="{served.save_as}"'
            self.set_header("Content-Disposition", disposition)
        self.finish(served.content)


class GalleryHandler(InstructorHandler):
    """``GET datasets/gallery/<page>``."""

    async def get(self, page: str) -> None:
        """The gallery in one language."""
        if await self.instructor():
            self.send(await self.in_thread(gallery_page, page))


class DatasetFileHandler(InstructorHandler):
    """``GET datasets/tables/<dataset>/<file>``."""

    async def get(self, dataset: str, file: str) -> None:
        """A data file or a description."""
        if await self.instructor():
            self.send(await self.in_thread(dataset_file, dataset, file))
