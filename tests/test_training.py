"""What fitting rests on: stories kept together, and thresholds and probabilities that chance has little say in."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="fitting needs the extra train: pip install --editable '.[train]'")

from extract.stories import stories
from extract.training import _line, best_threshold

TOLD = (
    "Sáng 9/2, đoàn kiểm tra công vụ của tỉnh đã kiểm tra đột xuất tại UBND xã Nghi Ân. Qua kiểm tra, đoàn ghi nhận"
    " ba cán bộ không đeo thẻ công chức, hai người vắng mặt không có lý do."
)


def test_articles_that_copy_each_other_are_one_story_also_through_a_third():
    first, last = TOLD.split(". ", 1)
    again = "Cùng ngày, chủ tịch xã nhận lỗi trước đoàn. Xã sẽ họp kiểm điểm những người vi phạm trong tuần này."
    long = f"{first}. {again} {last}"
    other = "Giá lúa hè thu ở đồng bằng tăng nhẹ, thương lái đặt cọc từ đầu vụ và nông dân có lãi."
    found = stories([TOLD, other, long, again]).tolist()
    assert found[0] == found[2] == found[3] != found[1]
    assert stories([TOLD, again])[0] != stories([TOLD, again])[1], "they share no run of words"


def test_of_thresholds_that_are_as_good_the_middle_is_taken():
    scores = np.array([0.9] * 10 + [0.2] * 10)
    threshold, f1 = best_threshold(scores, scores > 0.5, 10)
    assert f1 == 1.0 and threshold == pytest.approx(0.5, abs=0.06)


def test_the_fewer_articles_the_less_sure_is_a_value():
    def surest(articles: int) -> float:
        scores = np.tile([0.3, 0.5, 0.7, 0.9, 0.95], articles)
        right = np.tile([False, True, True, True, True], articles)
        bias, slope = _line(scores, right, np.ones(len(scores)), np.repeat(np.arange(articles), 5))
        return bias + slope * np.log(0.95 / 0.05)

    assert surest(8) < surest(80) < surest(800)
