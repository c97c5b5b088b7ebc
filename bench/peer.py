"""The peer of bench/CycleGanPS.Bench: the same workloads in PyTorch, a line of words in, a line of seconds out.

The step is that of PyTorch-GAN's CycleGAN loop, written anew from the paper and the layer tables: one call for each
translation, the discriminators trainable throughout, torch.optim.Adam. Both cores are given to it.
"""
import os
import sys
import time

import torch
from torch import nn


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


class Generate:
    def __init__(self, height, width, batch):
        self.net = generator().eval()
        self.input = torch.rand(batch, 3, height, width) * 2 - 1

    def run(self):
        with torch.no_grad():
            self.net(self.input)


class Convolution:
    def __init__(self, channels, side):
        self.input, self.weight = torch.rand(1, channels, side, side), torch.rand(channels, channels, 3, 3)

    def run(self):
        with torch.no_grad():
            nn.functional.conv2d(self.input, self.weight, padding=1)


def main():
    torch.set_num_threads(os.cpu_count())
    kinds = {"step": Step, "generator": Generate, "convolution": Convolution}
    for line in sys.stdin:
        words = line.split()
        if not words:
            break
        workload = kinds[words[0]](*map(int, words[2:]))
        workload.run()
        seconds = []
        for _ in range(int(words[1])):
            start = time.perf_counter()
            workload.run()
            seconds.append(time.perf_counter() - start)
        memory = next(entry.split()[1] for entry in open("/proc/self/status") if entry.startswith("VmRSS"))
        print(*seconds, "| 0", memory, flush=True)


if __name__ == "__main__":
    main()
