"""Signs PDFs as a signing program does, and changes them as somebody might who should not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modelpact.signed.fonts import font

Name, Dict, Array = generic.NameObject, generic.DictionaryObject, generic.ArrayObject
_SINCE, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2080, 1, 1, tzinfo=UTC)


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A key and what says whose it is."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def certificate_of_pyhanko(self) -> Any:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def key_of_pyhanko(self) -> Any:
        plain = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return keys.PrivateKeyInfo.load(self.key.private_bytes(*plain))


@cache
def authority() -> Identity:
    """Somebody who vouches for others."""
    return _identity("Authority", None)


@cache
def signer(name: str = "Signer of the Lab") -> Identity:
    """Somebody for whom it vouches."""
    return _identity(name, authority())


@cache
def stamper() -> Identity:
    """Somebody who says when."""
    return _identity("Clock", authority(), ExtendedKeyUsageOID.TIME_STAMPING)


def _identity(name: str, by: Identity | None, usage: x509.ObjectIdentifier | None = None) -> Identity:
    # pyHanko's clock for tests signs with RSA only.
    key: Key = rsa.generate_private_key(65537, 2048) if usage else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signs = by is not None
    key_usage = x509.KeyUsage(signs, signs, False, False, False, not signs, not signs, False, False)
    made = (
        x509.CertificateBuilder(subject_name=subject, public_key=key.public_key())
        .issuer_name(by.certificate.subject if by else subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SINCE)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(key_usage, critical=True)
    )
    if usage:
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return Identity(made.sign(by.key if by else key, hashes.SHA256()), key)


def signed(
    data: bytes,
    field: str = "Lab",
    *,
    box: tuple[int, int, int, int] | None = None,
    page: int = -1,
    by: Identity | None = None,
) -> bytes:
    """The PDF with a PAdES signature (ETSI EN 319 142-1), drawn in a box or not at all."""
    identity = by or signer()
    with_key = signers.SimpleSigner(
        signing_cert=identity.certificate_of_pyhanko,
        signing_key=identity.key_of_pyhanko,
        cert_registry=SimpleCertificateStore.from_certs([authority().certificate_of_pyhanko]),
    )
    wishes = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    place = fields.SigFieldSpec(field, on_page=page, box=box) if box else None
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    made = signers.sign_pdf(writer, wishes, signer=with_key, new_field_spec=place)
    return bytes(made.getvalue())


def stamped(data: bytes) -> bytes:
    """The PDF with proofs for its signature, and a time stamp over all."""
    stream = io.BytesIO(data)
    DocumentSecurityStore.add_dss(
        stream, sig_contents=None, certs=[authority().certificate_of_pyhanko], force_write=True
    )
    clock = DummyTimeStamper(stamper().certificate_of_pyhanko, stamper().key_of_pyhanko)
    writer = IncrementalPdfFileWriter(stream)
    made = signers.PdfTimeStamper(clock, field_name="Stamp").timestamp_pdf(writer, "sha256")
    return bytes(made.getvalue())


def saved_later(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with a change saved after its end, as editors do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter, number: int) -> Any:
    """A page to be changed, counted from 0."""
    writer.update_container(writer.root["/Pages"])
    return writer.find_page_for_modification(number)[0].get_object()


def reword(old: str, new: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Draws one line of a page in other words, in the very font."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for number in range(len(writer.root["/Pages"]["/Kids"])):
            page = page_of(writer, number)
            drawn = page["/Contents"].data
            known = page["/Resources"]["/Font"]
            fonts = {name: _letters(known[name]) for name in known}
            other = reworded(drawn, fonts, old, new)
            if other != drawn:
                page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=other))
                writer.update_container(page)
                return
        raise AssertionError(f"no page says {old}")

    return change


def _letters(dictionary: Any) -> dict[int, str]:
    import pikepdf

    holder = pikepdf.new()
    unicode = pikepdf.Stream(holder, dictionary["/ToUnicode"].data)
    plain = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=unicode)
    plain.DescendantFonts = pikepdf.Array([pikepdf.Dictionary()])
    return dict(font(plain).letters)


_DRAWING = re.compile(rb"(/\w+) [0-9.]+ Tf\n\[([^\]]*)\] TJ")


def reworded(drawn: bytes, fonts: dict[str, dict[int, str]], old: str, new: str) -> bytes:
    """A page's instructions with the first line that has the old words drawn in new ones."""
    for match in _DRAWING.finditer(drawn):
        letters = fonts[match[1].decode()]
        codes = b"".join(re.findall(rb"<([0-9a-f]*)>", match[2]))
        text = "".join(letters[int(codes[at : at + 4], 16)] for at in range(0, len(codes), 4))
        if old in text:
            known = {letter: code for code, letter in letters.items()}
            other = "".join(f"{known[letter]:04x}" for letter in text.replace(old, new)).encode()
            return drawn[: match.start(2)] + b"<" + other + b">" + drawn[match.end(2) :]
    return drawn


def remove_page(writer: IncrementalPdfFileWriter) -> None:
    """Takes the last page out."""
    pages = writer.root["/Pages"]
    pages["/Kids"].pop()
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def swap_attachment(name: str, content: bytes) -> Callable[[IncrementalPdfFileWriter], None]:
    """Puts another file in the place of one inside."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        [place] = [at for at in range(0, len(names), 2) if names[at] == name]
        specification = names[place + 1]
        stream = generic.StreamObject({Name("/Type"): Name("/EmbeddedFile")}, stream_data=content)
        other = writer.add_object(stream)
        specification["/EF"] = Dict({Name("/F"): other, Name("/UF"): other})
        writer.update_container(specification)

    return change


def lay_over(text: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Draws words over the first page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer, 0)
        plain = Dict({Name("/Type"): Name("/Font"), Name("/Subtype"): Name("/Type1")})
        plain[Name("/BaseFont")] = Name("/Helvetica")
        drawn = generic.StreamObject(stream_data=f"BT /Over 12 Tf 90 400 Td ({text}) Tj ET".encode())
        fonts = Dict({Name("/Font"): Dict({Name("/Over"): writer.add_object(plain)})})
        writer.add_stream_to_page(0, writer.add_object(drawn), resources=fonts)
        writer.update_container(page)

    return change


def add_field(
    name: str, value: str, **entries: generic.PdfObject
) -> Callable[[IncrementalPdfFileWriter], None]:
    """Adds a field to fill in, and fills it in; ``entries`` are more of it, or others."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = Dict(
            {
                Name("/Type"): Name("/Annot"),
                Name("/Subtype"): Name("/Widget"),
                Name("/FT"): Name("/Tx"),
                Name("/T"): generic.TextStringObject(name),
                Name("/V"): generic.TextStringObject(value),
                Name("/Rect"): Array(map(generic.NumberObject, (90, 90, 200, 110))),
            }
        )
        field.update({Name(f"/{key}"): entry for key, entry in entries.items()})
        placed = writer.add_object(field)
        if "/AcroForm" not in writer.root:
            writer.root[Name("/AcroForm")] = writer.add_object(Dict({Name("/Fields"): Array([placed])}))
            writer.update_root()
        else:
            known = writer.root["/AcroForm"]["/Fields"]
            known.append(placed)
            writer.update_container(known)
        page = page_of(writer, 0)
        page[Name("/Annots")] = Array([*page.get("/Annots", ()), placed])
        writer.update_container(page)

    return change


def draw_unsigned(
    text: str, name: str = "later", **entries: generic.PdfObject
) -> Callable[[IncrementalPdfFileWriter], None]:
    """Adds a field for a signature that nobody has signed, and that draws words all the same."""
    wishes = {"FT": Name("/Sig"), "V": generic.NullObject(), **entries}

    def change(writer: IncrementalPdfFileWriter) -> None:
        numbers = Array(map(generic.NumberObject, (0, 0, 110, 20)))
        drawn = generic.StreamObject(stream_data=f"BT /F 9 Tf ({text}) Tj ET".encode())
        drawn.update({Name("/Subtype"): Name("/Form"), Name("/BBox"): numbers})
        appearance = Dict({Name("/N"): writer.add_object(drawn)})
        add_field(name, "", AP=appearance, **wishes)(writer)

    return change


def fill_in(name: str, value: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Gives a field another value."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        every = [each.get_object() for each in writer.root["/AcroForm"]["/Fields"]]
        [field] = [each for each in every if each["/T"] == name]
        field[Name("/V")] = generic.TextStringObject(value)
        writer.update_container(field)

    return change
