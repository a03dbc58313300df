"""Which articles tell one story: outlets copy each other, and tell it again a day later (needs the extra `train`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

#: Articles of one story share at least this much of their runs of three words. Of two reports of one event by
#: different hands little more is the same than names and quotations.
SAME_STORY = 0.15
#: Articles compared with all others at a time: what is held in memory.
_BLOCK = 512


def stories(texts: Sequence[str]) -> np.ndarray:
    """The number of each text's story, (len(texts),) of int: texts of one story share it, also through a third.

    >>> team = "Đoàn kiểm tra công vụ của tỉnh đã kiểm tra đột xuất tại UBND xã Nghi Ân"
    >>> stories([team + " sáng 9/2.", "Giá lúa hè thu tăng nhẹ ở đồng bằng.", team + ", theo tin của báo."]).tolist()
    [0, 1, 0]
    """
    runs = CountVectorizer(ngram_range=(3, 3), binary=True, token_pattern=r"\w+", dtype=np.int32).fit_transform(texts)
    sizes = np.asarray(runs.sum(axis=1)).ravel()
    left, right = [], []
    for first in range(0, len(texts), _BLOCK):
        shared = (runs[first : first + _BLOCK] @ runs.T).tocoo()
        row = shared.row + first
        near = shared.data >= SAME_STORY * (sizes[row] + sizes[shared.col] - shared.data)
        left.append(row[near])
        right.append(shared.col[near])
    pairs = np.concatenate(left), np.concatenate(right)
    return connected_components(coo_matrix((np.ones(len(pairs[0])), pairs), shape=[len(texts)] * 2), directed=False)[1]
