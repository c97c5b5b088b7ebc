"""The peer of bench/edges.ps1: the same edge smoothing with OpenCV, on all cores through processes of its own.

Reads and writes PNG as the module does, and prints one JSON object: images, seconds, and, against a folder of the
module's copies, the number of pixels that differ.
"""
import argparse
import json
import multiprocessing
import os
import time

import cv2
import numpy as np

KERNEL = np.ones((5, 5), np.uint8)


def smooth(image):
    edges = cv2.Canny(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 100, 200)
    near = cv2.dilate(edges, KERNEL) != 0
    result = image.copy()
    result[near] = cv2.GaussianBlur(image, (5, 5), 0)[near]
    return result


def work(paths):
    cv2.setNumThreads(1)
    before = time.process_time()
    source, target = paths
    cv2.imwrite(target, smooth(cv2.imread(source)), [cv2.IMWRITE_PNG_COMPRESSION, 4])
    return time.process_time() - before


def compare(paths):
    source, copy = paths
    # A 4:2:0 JPEG decodes a little differently in each library; only what was stored without loss can be compared.
    if not source.lower().endswith((".png", ".bmp")):
        return 0, 0
    expected, got = smooth(cv2.imread(source)), cv2.imread(copy)
    return expected.shape[0] * expected.shape[1], int((expected != got).any(axis=2).sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--compare", help="folder of the module's copies")
    options = parser.parse_args()
    os.makedirs(options.target, exist_ok=True)
    names = sorted(os.listdir(options.source))
    sources = [os.path.join(options.source, name) for name in names]
    stems = [os.path.splitext(name)[0] + ".png" for name in names]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        pool.map(abs, range(os.cpu_count()))
        start = time.perf_counter()
        processor = sum(pool.map(work, [(source, os.path.join(options.target, stem)) for source, stem in zip(sources, stems)], chunksize=8))
        seconds = time.perf_counter() - start
        result = {"opencv": cv2.__version__, "images": len(names), "seconds": seconds, "processorSeconds": processor}
        if options.compare:
            counts = pool.map(compare, [(source, os.path.join(options.compare, stem)) for source, stem in zip(sources, stems)])
            result["comparedImages"] = sum(total > 0 for total, _ in counts)
            result["comparedPixels"] = sum(total for total, _ in counts)
            result["differingPixels"] = sum(differing for _, differing in counts)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
