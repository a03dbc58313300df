"""The measure: definitions, and the same figures as the reference scorer gives."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from extract import scoring

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"


def event(**fields):
    return {"agencies": [], "dates": [], "leaders": [], "violations": []} | fields


def article(*events):
    return {"events": list(events)}


def counts(gold, predicted, field):
    figures = scoring.score({"a": gold}, {"a": predicted})[field]
    return figures.matched, figures.predicted, figures.gold


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("UBND huyện Sông Lô", "huyện Sông Lô", True),
        ("Ủy ban nhân dân thị xã Cửa Lò", "UBND TX Cửa Lò", True),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo", True),
        ("Trường THPT Thái Hoà", "trường trung học phổ thông Thái Hòa", True),
        ("Chi cục Kiểm lâm (trực thuộc Sở NN&PTNT)", "Chi cục Kiểm lâm", True),
        ("Sở Công Thương", "Sở Nội vụ", False),
        ("UBND xã Nghi Xá", "UBND huyện Yên Thành", False),
    ],
)
def test_agencies_are_the_same_under_their_spellings(gold, predicted, same):
    assert scoring.same_agency(gold, predicted) is same
    assert scoring.same_agency(predicted, gold) is same


def test_consecutive_days_are_one_span():
    days = ["2022-02-08", "2022-02-07", "2022-03", "2022-02-20"]
    assert scoring.join_days(days) == ["2022-03", "2022-02-07/2022-02-08", "2022-02-20"]
    assert scoring.join_days(["XXXX-02-28", "XXXX-02-29"]) == ["XXXX-02-28/XXXX-02-29"]
    assert scoring.join_days(["2022-02-30"]) == ["2022-02-30"]


def test_an_unknown_gold_year_accepts_any_year_but_not_the_other_way_round():
    assert scoring.same_date("XXXX-09-12", "2022-09-12")
    assert scoring.same_date("XXXX-09-12/XXXX-09-14", "2022-09-12/2022-09-14")
    assert not scoring.same_date("2022-09-12", "XXXX-09-12")
    assert not scoring.same_date("XXXX-09-12", "unknown")


def test_each_value_is_matched_once():
    gold = article(event(agencies=["Sở Y tế"]))
    predicted = article(event(agencies=["Sở Y tế", "sở y tế,"]))
    assert counts(gold, predicted, "agencies") == (1, 2, 1)


def test_when_pairs_agencies_with_the_dates_of_their_own_event():
    gold = article(
        event(agencies=["Sở Y tế"], dates=["2022-02-09"]), event(agencies=["UBND xã Nghi Xá"], dates=["2022-02-10"])
    )
    mixed = article(event(agencies=["Sở Y tế", "UBND xã Nghi Xá"], dates=["2022-02-09", "2022-02-11"]))
    assert counts(gold, mixed, "when") == (1, 4, 2)
    undated = article(event(agencies=["Sở Y tế"]))
    assert counts(undated, undated, "when") == (1, 1, 1)


def test_an_article_without_a_prediction_counts_as_empty():
    figures = scoring.score({"a": article(event(agencies=["Sở Y tế"])), "b": article()}, {})
    assert (figures["relevant"].matched, figures["relevant"].gold) == (0, 1)
    assert figures["agencies"].f1 == 0.0


def reference():
    if not (SHARED / "score.py").exists():
        pytest.skip("the reference scorer is not beside this checkout (../shared/eval/score.py)")
    spec = importlib.util.spec_from_file_location("reference_score", SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference_figures(gold, predicted, tmp_path, monkeypatch, capsys):
    module = reference()
    (tmp_path / "gold").mkdir()
    for name, annotation in gold.items():
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps({"id": name} | annotation), "utf-8")
    lines = "".join(json.dumps({"id": name} | annotation) + "\n" for name, annotation in predicted.items())
    (tmp_path / "predicted.jsonl").write_text(lines, "utf-8")
    arguments = ["score.py", str(tmp_path / "gold"), str(tmp_path / "predicted.jsonl"), "--json"]
    monkeypatch.setattr("sys.argv", arguments)
    module.main()
    return json.loads(capsys.readouterr().out)


def as_reference(figures):
    return {
        field: {"precision": round(f.precision, 3), "recall": round(f.recall, 3), "f1": round(f.f1, 3)}
        | {"matched": f.matched, "predicted": f.predicted, "gold": f.gold}
        for field, f in figures.items()
    }


AGENCIES = [
    "Sở Nội vụ", "Sở Y tế", "sở y tế tỉnh Nghệ An", "UBND huyện Sông Lô", "huyện Sông Lô", "UBND xã Nghi Xá",
    "UBND TX Cửa Lò", "Ủy ban nhân dân thị xã Cửa Lò", "Sở GD-ĐT", "Sở Giáo dục và Đào tạo", "Công ty CP Hoà Bình",
    "Công ty cổ phần Hòa Bình", "Trung tâm Y tế huyện Nghi Lộc", "TTYT huyện Nghi Lộc, tỉnh Nghệ An", "(đơn vị)",
]  # fmt: skip
DATES = [
    "2022-02-09", "2022-02-10", "2022-02-11", "2022-02-09/2022-02-11", "2022-02", "XXXX-02-09", "XXXX-02-10", "2022",
    "",
]  # fmt: skip
NAMES = ["Lê Đình Lý", "lê đình lý", "Nguyễn Thuý Hoà", "Nguyễn Thúy Hòa", "Trần Văn Mẫu", None]
VIOLATIONS = [
    "chưa đeo thẻ công chức", "công chức chưa đeo thẻ", "nhiều bàn làm việc chưa có biển tên", "vắng mặt 5/21 người",
]  # fmt: skip


def random_article(rng):
    return article(
        *(
            event(
                agencies=rng.sample(AGENCIES, rng.randint(0, 4)),
                dates=rng.sample(DATES, rng.randint(0, 3)),
                leaders=[{"name": name} for name in rng.sample(NAMES, rng.randint(0, 2))],
                violations=rng.sample(VIOLATIONS, rng.randint(0, 3)),
            )
            for _ in range(rng.randint(0, 3))
        )
    )


def test_figures_are_those_of_the_reference_scorer(tmp_path, monkeypatch, capsys):
    rng = random.Random(7)
    gold = {f"a{n}": random_article(rng) for n in range(300)}
    predicted = {name: random_article(rng) for name in gold if name != "a5"}
    figures = reference_figures(gold, predicted, tmp_path, monkeypatch, capsys)
    assert as_reference(scoring.score(gold, predicted)) == figures
    assert figures["when"]["matched"] > 20
