"""Everything the portal may refuse, with its HTTP status and what the person is told."""

from __future__ import annotations

from hoichan.schema.text import Bilingual

# code: (HTTP status, Vietnamese, English). {name} is filled in where the refusal is raised.
_TEXTS: dict[str, tuple[int, str, str]] = {
    "unauthorized": (
        401,
        "Chưa đăng nhập hoặc phiên làm việc đã hết hạn. Hãy đăng nhập lại rồi thử lại.",
        "Not signed in, or the session has expired. Sign in again and retry.",
    ),
    "not_allowed": (
        403,
        "Tài khoản này chưa được phép dùng dịch vụ nộp bài. Hãy báo cho giảng viên.",
        "This account may not use the submission service. Please tell your instructor.",
    ),
    "instructor_only": (
        403,
        "Chỉ giảng viên được làm việc này.",
        "Only an instructor may do this.",
    ),
    "not_yours": (
        403,
        "Bài nộp này không phải của bạn.",
        "This submission is not yours.",
    ),
    "learner_name": (
        403,
        "Tên tài khoản “{name}” có ký tự không dùng được. Hãy nhờ quản trị viên đổi tên.",
        "The account name “{name}” has characters that cannot be used. Ask the administrator.",
    ),
    "hub_unreachable": (
        503,
        "Chưa kiểm tra được đăng nhập với JupyterHub. Bài làm vẫn còn; hãy thử lại sau ít phút.",
        "Could not check your sign-in with JupyterHub. Your work is safe; retry in a few minutes.",
    ),
    "not_found": (
        404,
        "Không có địa chỉ này.",
        "There is nothing at this address.",
    ),
    "method": (
        405,
        "Địa chỉ này không nhận loại yêu cầu vừa gửi.",
        "This address does not take this kind of request.",
    ),
    "lesson_unknown": (
        404,
        "Bài học “{lesson}” chưa được phát hành.",
        "Lesson “{lesson}” has not been released.",
    ),
    "submission_unknown": (
        404,
        "Không có bài nộp mang mã {receipt}.",
        "There is no submission with receipt {receipt}.",
    ),
    "feedback_missing": (
        404,
        "Chưa có nhận xét cho bài này. Nhận xét sẽ có sau khi bài được chấm.",
        "There is no feedback yet. It appears after your work has been graded.",
    ),
    "report_missing": (
        404,
        "Chưa có báo cáo này. Báo cáo được lập sau khi bài đã chấm (hoichan-grade report, course-report).",
        "There is no such report yet. It is made once work is graded (hoichan-grade report, course-report).",
    ),
    "gallery_missing": (
        404,
        "Chưa có trang bộ dữ liệu. Hãy chạy “hoichan data gallery” trên máy chủ.",
        "The pages of the datasets were not built. Run “hoichan data gallery” on the server.",
    ),
    "dataset_file_unknown": (
        404,
        "Bộ dữ liệu “{dataset}” không có tệp “{file}” để tải.",
        "Dataset “{dataset}” offers no file “{file}”.",
    ),
    "cross_site": (
        403,
        "Yêu cầu đến từ một trang khác nên không được nhận.",
        "The request comes from another site and is not accepted.",
    ),
    "request_invalid": (
        400,
        "Yêu cầu không đúng dạng.",
        "The request is not well formed.",
    ),
    "body_not_json": (
        400,
        "Nội dung gửi lên không đúng dạng JSON.",
        "What was sent is not valid JSON.",
    ),
    "files_missing": (
        400,
        "Nội dung gửi lên không có danh sách tệp hợp lệ (“files”).",
        "What was sent has no proper list of files (“files”).",
    ),
    "file_encoding": (
        400,
        "Tệp “{path}” không được mã hoá base64 đúng cách.",
        "File “{path}” is not properly base64-encoded.",
    ),
    "name_not_allowed": (
        400,
        "Không nhận tệp tên “{path}”. Chỉ nhận sổ bài học và các tệp trả lời của bài.",
        "A file named “{path}” is not accepted: only the lesson's notebook and its answer files.",
    ),
    "name_twice": (
        400,
        "Tệp “{path}” có mặt hai lần.",
        "File “{path}” is there twice.",
    ),
    "notebook_missing": (
        400,
        "Thiếu sổ bài học “{path}”. Hãy mở lại bài học từ trang khoá học rồi nộp lại.",
        "The notebook “{path}” is missing. Open the lesson again from the course page and resubmit.",
    ),
    "file_not_json": (
        400,
        "Tệp “{path}” bị hỏng (không phải JSON). Hãy mở lại bài học, kiểm tra rồi nộp lại.",
        "File “{path}” is damaged (not JSON). Open the lesson again, check it and resubmit.",
    ),
    "too_many_files": (
        413,
        "Có {count} tệp, nhiều nhất được gửi {limit} tệp.",
        "There are {count} files; at most {limit} can be sent.",
    ),
    "file_too_big": (
        413,
        "Tệp “{path}” nặng {size} byte, nhiều nhất là {limit} byte.",
        "File “{path}” has {size} bytes; at most {limit} are accepted.",
    ),
    "total_too_big": (
        413,
        "Tổng cộng {size} byte, nhiều nhất là {limit} byte.",
        "{size} bytes altogether; at most {limit} are accepted.",
    ),
    "too_many_submissions": (
        429,
        "Bạn đã nộp bài này {limit} lần, là số lần nhiều nhất. Hãy báo cho giảng viên.",
        "You have submitted this lesson {limit} times, which is the most. Tell your instructor.",
    ),
    "key_malformed": (
        400,
        "Idempotency-Key phải gồm 8 đến 80 chữ cái, chữ số, dấu - hoặc _.",
        "Idempotency-Key must be 8 to 80 letters, digits, - or _.",
    ),
    "key_reused": (
        409,
        "Idempotency-Key này đã dùng cho một bài nộp có nội dung khác.",
        "This Idempotency-Key was used for a submission with other content.",
    ),
    "meta_invalid": (
        400,
        "Thông tin bài học (“meta”) không hợp lệ hoặc không khớp địa chỉ.",
        "The lesson's description (“meta”) is not valid or does not match the address.",
    ),
    "already_released": (
        409,
        "Bài học “{lesson}” đã phát hành với nội dung khác. Muốn thay, hãy thêm --force.",
        "Lesson “{lesson}” is already released with other content. To replace it, add --force.",
    ),
    "pools_missing": (
        409,
        "Chưa có kho câu hỏi cho: {tasks}. Hãy chạy “hoichan-grade pools {lesson}” trước.",
        "No task pools for: {tasks}. Run “hoichan-grade pools {lesson}” first.",
    ),
    "variant_failed": (
        500,
        "Chưa tạo được bài riêng của bạn cho phần “{task}”. Hãy báo cho giảng viên.",
        "Your own version of task “{task}” could not be made. Please tell your instructor.",
    ),
    "submission_damaged": (
        500,
        "Bài nộp {receipt} trên máy chủ không còn nguyên vẹn. Hãy báo quản trị viên.",
        "Submission {receipt} is no longer intact on the server. Tell the administrator.",
    ),
    "server_error": (
        500,
        "Máy chủ gặp lỗi. Bài làm của bạn vẫn còn; hãy thử lại sau ít phút.",
        "The server had an error. Your work is safe; retry in a few minutes.",
    ),
}


class RefusedError(Exception):
    """A request that is not carried out; handlers turn it into a status and a bilingual text."""

    def __init__(self, code: str, **parts: object) -> None:
        status, vi, en = _TEXTS[code]
        self.code = code
        self.status = status
        self.text = Bilingual(vi=vi.format(**parts), en=en.format(**parts))
        super().__init__(f"{code}: {self.text.en}")

    def as_json(self) -> dict[str, dict[str, str]]:
        """The body of the reply: ``{"error": {"code", "vi", "en"}}``."""
        return {"error": {"code": self.code, "vi": self.text.vi, "en": self.text.en}}
