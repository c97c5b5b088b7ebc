"""The peer of bench/fid.ps1: the same Inception network and the same pictures in PyTorch, as pytorch-fid runs them.

Prints one JSON object: features a second (decoding included, network loaded before), FID of the two folders by SciPy's
matrix root where asked for, and the seconds of each.
"""
import argparse
import json
import os
import sys
import time

import numpy as np
import torch
import torchvision.transforms.functional as TF
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "fixtures", "metrics"))
from make_inception import network  # noqa: E402


class Pictures(torch.utils.data.Dataset):
    def __init__(self, files):
        self.files = files

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return TF.to_tensor(Image.open(self.files[index]).convert("RGB"))


def files_of(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def features(net, files, batch, workers):
    loader = torch.utils.data.DataLoader(Pictures(files), batch_size=batch, num_workers=workers)
    rows = []
    with torch.no_grad():
        for images in loader:
            resized = torch.nn.functional.interpolate(images, size=(299, 299), mode="bilinear", align_corners=False)
            rows.append(net(2 * resized - 1).numpy())
    return np.concatenate(rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("real")
    parser.add_argument("fake")
    parser.add_argument("--weights", required=True)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--workers", type=int, default=min(8, os.cpu_count()))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--statistics", help="folder for real.npz and fake.npz as pytorch-fid writes them")
    parser.add_argument("--sqrtm", action="store_true", help="also take the distance with scipy.linalg.sqrtm")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    net = network({key: value for key, value in torch.load(options.weights, map_location="cpu").items()})
    start, processor = time.perf_counter(), os.times()
    sets = [features(net, files_of(folder), options.batch, options.workers) for folder in (options.real, options.fake)]
    seconds = time.perf_counter() - start
    used = [b - a for a, b in zip(processor, os.times())][:4]
    result = {"torch": torch.__version__, "threads": torch.get_num_threads(), "images": sum(map(len, sets)), "seconds": seconds, "processorSeconds": sum(used)}
    means = [rows.astype(np.float64).mean(0) for rows in sets]
    covariances = [np.cov(rows.astype(np.float64), rowvar=False) for rows in sets]
    if options.statistics:
        for name, mean, covariance in zip(("real", "fake"), means, covariances):
            np.savez(os.path.join(options.statistics, name + ".npz"), mu=mean, sigma=covariance)
    centred = [(rows - mean) / np.sqrt(len(rows) - 1) for rows, mean in zip(sets, means)]
    root = np.linalg.svd(centred[0] @ centred[1].T, compute_uv=False).sum()
    rest = ((means[0] - means[1]) ** 2).sum() + sum(np.trace(covariance) for covariance in covariances)
    result["fid"] = rest - 2 * root
    if options.sqrtm:
        import scipy.linalg

        start = time.perf_counter()
        root = scipy.linalg.sqrtm(covariances[0] @ covariances[1])
        result["sqrtmSeconds"] = time.perf_counter() - start
        result["sqrtmFid"] = rest - 2 * np.trace(np.real(root))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
