"""A question is told from a statement, however it is typed."""

import pytest

from knowledge.questions import is_question


@pytest.mark.parametrize(
    "text",
    [
        "Hạn đăng ký tới khi nào ạ",
        "dky thi dc j",
        "k dky co bi tru gi k",
        "dang ky thi dua de lam gi vay",
        "em dang ky roi sao chua thay bao?",
        "cho em hỏi đăng ký danh hiệu này có khó không ạ",
        "hoi nghi dat may %",
        "bao nhieu phan tram",
        "ai duyệt đăng ký của em",
        "phong trào này là gì vậy anh",
        "the la gi a",
        "ben minh co ho tro tien nha tro k",
        "đợt 2 bao giờ bắt đầu",
        "sao chưa thấy tiền thưởng",
        "đề nghị cho biết các chỉ tiêu",
        "con ai chua dang ky",
        "gửi báo cáo cho ai",
        "danh hieu nao hop voi tho may",
    ],
)
def test_questions_are_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "em đăng ký phấn đấu đạt lao động giỏi năm nay, tổ may 3",
        "dk cong nhan gioi",
        "moi ngay k qua 2 hang loi",
        "the chi dky cong nhan gioi, moi ngay k qua 2 hang loi, chuyen 3",
        "cam kết không có tai nạn lao động, tổ khai thác 5",
        "không",
        "chưa",
        "em chưa đăng ký",
        "duyet het tru 3",
        "ad e che cai cu bang mieng nhua canh vai may vien nhanh hon han",
        "co a tuan bao tri tien mieng nhua cho e",
        "thoi chi cho con ngu da",
        "lo thi hoa",
        "lúc nào cũng vượt định mức, em đề nghị khen chị Hạnh",
        "đổi số điện thoại của em thành 0912345678",
        "cảm ơn em",
        "",
        "👍",
    ],
)
def test_statements_are_not(text: str) -> None:
    assert not is_question(text)
