"""Code lists shared by arguments of measures; their labels are in ``datasets/tables/codes.yaml``."""

from __future__ import annotations

from typing import Literal

Khoa = Literal["NOI", "NGOAI", "SAN", "NHI", "HSCC", "TMH", "MAT", "YHCT"]
KHOA: tuple[Khoa, ...] = ("NOI", "NGOAI", "SAN", "NHI", "HSCC", "TMH", "MAT", "YHCT")

Cskcb = Literal["A", "B", "C"]
CSKCB: tuple[Cskcb, ...] = ("A", "B", "C")

Severity = Literal["nhe", "nang"]
NhomTuoi = Literal["tre_em", "nguoi_lon", "cao_tuoi"]
DoiTuong = Literal["BHYT", "thu_phi"]
XuTri = Literal["ve", "nhap_vien", "chuyen_vien"]
KetQua = Literal["khoi", "do", "khong_doi", "nang_hon", "tu_vong", "xin_ve"]
DanToc = Literal["kinh", "thieu_so"]
Bound = Literal["low", "high"]
