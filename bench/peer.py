"""The peer of bench/CycleGanPS.Bench: the same workloads in PyTorch, OpenCV and Pillow, a line of words in, a line of JSON out.

The step is that of PyTorch-GAN's CycleGAN loop, written anew from the paper and the layer tables: one call for each
translation, the discriminators trainable throughout, torch.optim.Adam. Everything gets all cores.
"""
import json
import multiprocessing
import os
import sys
import time

import torch
import torchvision.transforms as transforms
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset

import edges_peer
import fid_peer

CORES = os.cpu_count()
WARM_UP_FILES = 8


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU(inplace=True),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width))

    def forward(self, x):
        return x + self.block(x)


def generator(filters=64, blocks=9):
    width = filters
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, width, 7), nn.InstanceNorm2d(width), nn.ReLU(inplace=True)]
    for _ in range(2):
        layers += [nn.Conv2d(width, 2 * width, 3, 2, 1), nn.InstanceNorm2d(2 * width), nn.ReLU(inplace=True)]
        width *= 2
    layers += [Residual(width) for _ in range(blocks)]
    for _ in range(2):
        layers += [nn.Upsample(scale_factor=2), nn.Conv2d(width, width // 2, 3, 1, 1), nn.InstanceNorm2d(width // 2),
                   nn.ReLU(inplace=True)]
        width //= 2
    return nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, 3, 7), nn.Tanh())


def discriminator(filters=64):
    layers, width = [nn.Conv2d(3, filters, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)], filters
    for _ in range(3):
        layers += [nn.Conv2d(width, 2 * width, 4, 2, 1), nn.InstanceNorm2d(2 * width), nn.LeakyReLU(0.2, inplace=True)]
        width *= 2
    return nn.Sequential(*layers, nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(width, 1, 4, 1, 1))


class Step:
    def __init__(self, size, batch):
        size, batch = int(size), int(batch)
        self.ab, self.ba, self.da, self.db = generator(), generator(), discriminator(), discriminator()
        for network in (self.ab, self.ba, self.da, self.db):
            for parameter in network.parameters():
                nn.init.normal_(parameter, 0.0, 0.02) if parameter.dim() > 1 else nn.init.zeros_(parameter)
        adam = dict(lr=2e-4, betas=(0.5, 0.999))
        self.optimizer_g = torch.optim.Adam([*self.ab.parameters(), *self.ba.parameters()], **adam)
        self.optimizer_a = torch.optim.Adam(self.da.parameters(), **adam)
        self.optimizer_b = torch.optim.Adam(self.db.parameters(), **adam)
        self.a, self.b = (torch.rand(batch, 3, size, size) * 2 - 1 for _ in range(2))
        patches = (batch, 1, size // 16, size // 16)
        self.valid, self.fake = torch.ones(patches), torch.zeros(patches)

    def run(self):
        mse, l1, a, b = nn.functional.mse_loss, nn.functional.l1_loss, self.a, self.b
        self.optimizer_g.zero_grad()
        identity = (l1(self.ba(a), a) + l1(self.ab(b), b)) / 2
        fake_b, fake_a = self.ab(a), self.ba(b)
        adversarial = (mse(self.db(fake_b), self.valid) + mse(self.da(fake_a), self.valid)) / 2
        cycle = (l1(self.ba(fake_b), a) + l1(self.ab(fake_a), b)) / 2
        loss = adversarial + 10.0 * cycle + 5.0 * identity
        loss.backward()
        self.optimizer_g.step()
        total = loss.item()
        for net, optimizer, real, fake in ((self.da, self.optimizer_a, a, fake_a), (self.db, self.optimizer_b, b, fake_b)):
            optimizer.zero_grad()
            loss_d = (mse(net(real), self.valid) + mse(net(fake.detach()), self.fake)) / 2
            loss_d.backward()
            optimizer.step()
            total += loss_d.item()

    warm_up = run


class Generate:
    def __init__(self, height, width, batch):
        self.net = generator().eval()
        self.input = torch.rand(int(batch), 3, int(height), int(width)) * 2 - 1

    def run(self):
        with torch.no_grad():
            self.net(self.input)

    warm_up = run


class Pictures(Dataset):
    def __init__(self, files, transform):
        self.files, self.transform = files, transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.transform(Image.open(self.files[index]).convert("RGB"))


class Folder:
    """Pictures of a folder; the warm-up takes a few of them."""

    def __init__(self, folder):
        self.files = sorted(os.path.join(folder, name) for name in os.listdir(folder))

    def run(self):
        self.work(self.files)

    def warm_up(self):
        self.work(self.files[:WARM_UP_FILES])


class Translate(Folder):
    """Photos through the generator to PNG: decoding in worker processes, saving in threads beside the network."""

    def __init__(self, folder, target, batch=4):
        super().__init__(folder)
        self.net, self.target, self.batch = generator().eval(), target, batch
        self.transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)])
        os.makedirs(target, exist_ok=True)

    def work(self, files):
        from concurrent.futures import ThreadPoolExecutor

        loader = DataLoader(Pictures(files, self.transform), batch_size=self.batch, num_workers=CORES)
        done = []
        with ThreadPoolExecutor(CORES) as pool, torch.no_grad():
            for images in loader:
                bytes_ = ((self.net(images) + 1) * 127.5).round_().clamp_(0, 255).to(torch.uint8).permute(0, 2, 3, 1).numpy()
                for array in bytes_:
                    done.append(pool.submit(Image.fromarray(array).save, os.path.join(self.target, f"{len(done)}.png")))
        for saving in done:
            saving.result()


class Features(Folder):
    def __init__(self, folder, weights):
        super().__init__(folder)
        self.net = fid_peer.network(torch.load(weights, map_location="cpu"))

    def work(self, files):
        fid_peer.features(self.net, files, batch=50, workers=CORES)


class Edges(Folder):
    def __init__(self, folder, target):
        super().__init__(folder)
        self.target = target
        os.makedirs(target, exist_ok=True)
        self.pool = multiprocessing.Pool(CORES)

    def work(self, files):
        self.pool.map(edges_peer.work, [(file, os.path.join(self.target, os.path.basename(file)[:-4] + ".png")) for file in files], chunksize=8)


class Decode(Folder):
    """What PyTorch-GAN's loader does to each of two domains."""

    def __init__(self, folder):
        super().__init__(folder)
        self.transform = transforms.Compose([
            transforms.Resize(286, transforms.InterpolationMode.BICUBIC), transforms.RandomCrop(256), transforms.RandomHorizontalFlip(),
            transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)])

    def work(self, files):
        for _ in DataLoader(Pictures([*files, *files], self.transform), batch_size=2, num_workers=CORES):
            pass


KINDS = {"step": Step, "generator": Generate, "translate": Translate, "features": Features, "edges": Edges, "decode": Decode}


def peak_megabytes():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))) // 1024


def main():
    torch.set_num_threads(CORES)
    workload = None
    for line in sys.stdin:
        order, *words = line.split()
        answer = {}
        if order == "make":
            workload = KINDS[words[0]](*words[1:])
            workload.warm_up()
            with open("/proc/self/clear_refs", "w") as file:
                file.write("5")
        elif order == "run":
            start = time.perf_counter()
            workload.run()
            answer = {"seconds": time.perf_counter() - start, "peakMB": peak_megabytes()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
