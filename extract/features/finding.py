"""Whether a clause states a finding, and whether two clauses state one."""

from __future__ import annotations

import re

from ..analysis import Analysis
from ..findings import REPORT, Segment
from .common import bucket, sentence_features

CUE = re.compile(
    r"\b(chưa|không|thiếu|chậm|sai|vượt|vi phạm|sai phạm|trái|buông lỏng|để xảy ra|quá hạn|hết hạn|vắng|khóa trái|tự ý|lấn chiếm|không đúng|gian lận|"
    r"giả|khống|thất thoát|trễ|muộn|tẩy xóa|lạc hậu|hết hiệu lực|tồn tại|hạn chế|bất cập|lỏng lẻo|sơ sài|xuống cấp|quá tải|ô nhiễm|trốn|nợ|lãng phí|chồng chéo|nhầm|"
    r"bỏ trốn|bỏ trống|bỏ vị trí|bỏ nhiệm sở|hư hỏng|mất vệ sinh|bẩn|lẫn|kém|thấp hơn|cao hơn|nhập lậu|không rõ nguồn gốc|hàng giả|dấu hiệu)\b"
)
_POSITIVE = re.compile(
    r"\b(chấp hành nghiêm|chấp hành tốt|thực hiện tốt|thực hiện nghiêm|đầy đủ|đúng quy định|đảm bảo|bảo đảm|đúng giờ|nghiêm túc|đạt yêu cầu|không phát hiện|chưa phát hiện|không có vi phạm|không có sai phạm)\b"
)
_URGE = re.compile(
    r"\b(yêu cầu|đề nghị|kiến nghị|cần|phải|chỉ đạo|giao|khắc phục|chấn chỉnh|tăng cường|tiếp tục|xử lý nghiêm|không được|nghiêm cấm|sẽ|nếu|nhằm|để)\b"
)
_SANCTION = re.compile(
    r"\b(xử phạt|bị phạt|phạt tiền|phạt|thu hồi|tạm giữ|đình chỉ|kỷ luật|khiển trách|cảnh cáo|kiểm điểm|khởi tố|truy thu|tịch thu|tiêu hủy|lập biên bản|niêm phong|xử lý)\b"
)
_CONSEQUENCE = re.compile(
    r"^(?:dẫn đến|dẫn tới|gây|khiến|làm|nên|vì vậy|do đó|theo đó|đồng thời|từ đó|nhằm|để|trong đó|cụ thể|ngoài ra|tuy nhiên|bên cạnh đó)\b"
)


def segment_features(analysis: Analysis, all_segments: list[Segment]) -> list[set[str]]:
    """Features of each clause: its own words and cues, those before it in the sentence, and its neighbours' cues."""
    form = analysis.form
    around = [sentence_features(analysis, s.index) for s in analysis.sentences]
    own: list[set[str]] = []
    for segment in all_segments:
        text = form[segment.start : segment.end]
        words = text.split()
        features = {f"w:{w.strip('.,()“”')}" for w in words}
        features |= {f"b:{a} {b}" for a, b in zip(words, words[1:], strict=False)}
        features |= {
            f"first:{words[0]}",
            f"first2:{' '.join(words[:2])}",
            f"words:{bucket(len(words), (2, 4, 8, 16, 30))}",
        }
        cues = {m[1] for m in CUE.finditer(text)}
        features |= {f"cue:{c}" for c in cues}
        features.add("cue" if cues else "no-cue")
        for name, pattern in (
            ("positive", _POSITIVE),
            ("urge", _URGE),
            ("sanction", _SANCTION),
            ("consequence", _CONSEQUENCE),
        ):
            if pattern.search(text):
                features.add(name)
        if re.search(r"\d", text):
            features.add("figure")
        if re.search(r"\b(?:tỷ|tỉ|triệu)\s+đồng\b", text):
            features.add("money")
        if "“" in text or '"' in text:
            features.add("quoted")
        own.append(features)
    starts = {}
    for i, segment in enumerate(all_segments):
        starts.setdefault(segment.sentence, i)
    agency_sentences = {m.sentence for m in analysis.agencies}
    cue_sentences = {s.sentence for s, f in zip(all_segments, own, strict=True) if "cue" in f}
    out = []
    for i, (segment, features) in enumerate(zip(all_segments, own, strict=True)):
        sentence = analysis.sentences[segment.sentence]
        before = form[sentence.start : segment.start]
        full = set(features) | {f"s-{f}" for f in around[segment.sentence]}
        if m := list(REPORT.finditer(before)):
            full.add(f"reported:{m[-1].group().split()[0]}")
            full.add(f"report-gap:{bucket(len(before[m[-1].end() :].split()), (0, 10, 30))}")
        if _URGE.search(before):
            full.add("urged-before")
        if _SANCTION.search(before):
            full.add("sanction-before")
        if "tuy nhiên" in before or "song" in before or "nhưng" in before:
            full.add("turned")
        full.add(f"begins:{' '.join(form[sentence.start : sentence.start + 30].split()[:2])}")
        full.add(f"nth:{bucket(segment.index, (0, 1, 3, 6))}")
        if i and all_segments[i - 1].sentence == segment.sentence:
            full |= {
                f"prev-{f}"
                for f in own[i - 1]
                if f in ("cue", "no-cue", "positive", "urge", "sanction", "money") or f.startswith("cue:")
            }
        else:
            full.add("opens-sentence")
        if i + 1 < len(own) and all_segments[i + 1].sentence == segment.sentence:
            full |= {
                f"next-{f}"
                for f in own[i + 1]
                if f in ("cue", "no-cue", "positive", "urge", "sanction", "money", "consequence")
            }
        else:
            full.add("closes-sentence")
        if segment.sentence in agency_sentences:
            full.add("s-agency")
        full |= {
            f"prior-{f}"
            for f in around[segment.sentence - 1]
            if segment.sentence
            and f in ("sent:result", "sent:report", "sent:team", "sent:finding", "sent:urge", "sent:police")
        }
        if segment.sentence - 1 in cue_sentences:
            full.add("prior-cue")
        full.add(f"at:{bucket(segment.sentence, (1, 3, 8, 16, 30))}")
        out.append(full)
    return out


def join_features(
    analysis: Analysis, left: Segment, right: Segment, left_features: set[str], right_features: set[str]
) -> set[str]:
    """Whether two neighbouring clauses state one finding."""
    between = analysis.form[left.end : right.start].strip()
    features = {f"between:{between[:12]}"}
    features |= {
        f"l-{f}"
        for f in left_features
        if f in ("cue", "no-cue", "money", "figure") or f.startswith(("words:", "cue:", "first:"))
    }
    features |= {
        f"r-{f}"
        for f in right_features
        if f in ("cue", "no-cue", "money", "figure", "consequence")
        or f.startswith(("words:", "cue:", "first:", "first2:"))
    }
    features |= {
        f"{a}+{b}" for a in ("l-cue", "l-no-cue") if a in features for b in ("r-cue", "r-no-cue") if b in features
    }
    return features
