"""The peer of bench/CycleGanPS.Bench: the same workloads in PyTorch, SciPy, OpenCV and Pillow, a line of words in, a line of JSON out.

The step is that of PyTorch-GAN's CycleGAN loop, written anew from the paper and the layer tables: one call for each
translation, the discriminators trainable throughout, torch.optim.Adam. Features are made as pytorch-fid makes them, and the
distance with SciPy's matrix root. Everything gets all cores, and channels last in memory where that is faster. Only what a
workload needs has to be installed.
"""
import contextlib
import importlib
import importlib.util
import io
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

CORES = os.cpu_count()
WARM_UP_FILES = 8
# Of Inception's pictures.
SIDE = 299
MISSING = {}


def load(name):
    """A package, or None where there is none: the workloads that need it are refused, and the others are not."""
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        MISSING[name.split(".")[0]] = str(fault)


np = load("numpy")
torch = load("torch")
nn = load("torch.nn")
transforms = load("torchvision.transforms")
Image = load("PIL.Image")
if importlib.util.find_spec("onnxruntime") is None:
    MISSING["onnxruntime"] = "No module named 'onnxruntime'"
cv2 = load("cv2")
linalg = load("scipy.linalg")


@contextlib.contextmanager
def quiet():
    """For ONNX Runtime, whose library shares one with PyTorch's in Debian, and complains of each thing that it finds there."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def generator(filters=64, blocks=9):
    class Residual(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.block = nn.Sequential(
                nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU(inplace=True),
                nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width))

        def forward(self, x):
            return x + self.block(x)

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


def in_faster_layout(network, example):
    """The network as it is, or with its channels last in memory: whichever is through an example sooner."""
    def once(layout):
        network.to(memory_format=layout)
        inputs = example.contiguous(memory_format=layout)
        with torch.no_grad():
            network(inputs)
            start = time.perf_counter()
            network(inputs)
        return time.perf_counter() - start

    layout = min((torch.contiguous_format, torch.channels_last), key=once)
    return network.to(memory_format=layout), layout


class Step:
    def __init__(self, size, batch, filters=64, blocks=9, device="cpu"):
        size, batch, filters, blocks = int(size), int(batch), int(filters), int(blocks)
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        self.ab, self.ba = generator(filters, blocks), generator(filters, blocks)
        self.da, self.db = discriminator(filters), discriminator(filters)
        for network in (self.ab, self.ba, self.da, self.db):
            for parameter in network.parameters():
                nn.init.normal_(parameter, 0.0, 0.02) if parameter.dim() > 1 else nn.init.zeros_(parameter)
            network.to(device)
        self.a, self.b = (torch.rand(batch, 3, size, size, device=device) * 2 - 1 for _ in range(2))
        if device == "cpu":
            self.choose_layout()
        adam = dict(lr=2e-4, betas=(0.5, 0.999))
        self.optimizer_g = torch.optim.Adam([*self.ab.parameters(), *self.ba.parameters()], **adam)
        self.optimizer_a = torch.optim.Adam(self.da.parameters(), **adam)
        self.optimizer_b = torch.optim.Adam(self.db.parameters(), **adam)
        patches = (batch, 1, size // 16, size // 16)
        self.valid, self.fake = torch.ones(patches, device=device), torch.zeros(patches, device=device)

    def choose_layout(self):
        """Channels first or last, whichever a pass there and back through a generator is faster in."""
        def once(layout):
            self.ab.to(memory_format=layout)
            inputs = self.a.contiguous(memory_format=layout)
            self.ab(inputs).sum().backward()
            start = time.perf_counter()
            self.ab(inputs).sum().backward()
            return time.perf_counter() - start

        layout = min((torch.contiguous_format, torch.channels_last), key=once)
        for network in (self.ab, self.ba, self.da, self.db):
            network.to(memory_format=layout)
        self.a, self.b = self.a.contiguous(memory_format=layout), self.b.contiguous(memory_format=layout)

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
    def __init__(self, height, width, batch, megabytes=None):
        """All of a picture at once, whatever memory ours keeps to."""
        example = torch.rand(int(batch), 3, int(height), int(width)) * 2 - 1
        self.net, layout = in_faster_layout(generator().eval(), example)
        self.input = example.contiguous(memory_format=layout)

    def run(self):
        with torch.no_grad():
            self.net(self.input)

    warm_up = run


def loader(files, transform, batch):
    return torch.utils.data.DataLoader(Pictures(files, transform), batch_size=batch, num_workers=CORES)


class Pictures:
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
        return self.work(self.files)

    def warm_up(self):
        self.work(self.files[:WARM_UP_FILES])


class Translate(Folder):
    """Photos through the generator to PNG: decoding in worker processes, saving in threads beside the network."""

    def __init__(self, folder, target, batch=4):
        super().__init__(folder)
        self.target, self.batch = target, batch
        self.net, self.layout = in_faster_layout(generator().eval(), torch.rand(batch, 3, 256, 256))
        self.transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)])
        os.makedirs(target, exist_ok=True)

    def work(self, files):
        done = []
        with ThreadPoolExecutor(CORES) as pool, torch.no_grad():
            for images in loader(files, self.transform, self.batch):
                images = images.contiguous(memory_format=self.layout)
                bytes_ = ((self.net(images) + 1) * 127.5).round_().clamp_(0, 255).to(torch.uint8).permute(0, 2, 3, 1).numpy()
                for array in bytes_:
                    done.append(pool.submit(Image.fromarray(array).save, os.path.join(self.target, f"{len(done)}.png")))
        for saving in done:
            saving.result()


class Features(Folder):
    def __init__(self, folder, weights):
        super().__init__(folder)
        sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "fixtures", "metrics"))
        from make_inception import network

        self.net, self.layout = in_faster_layout(network(torch.load(weights, map_location="cpu")), torch.rand(4, 3, SIDE, SIDE))

    def work(self, files):
        with torch.no_grad():
            for images in loader(files, transforms.ToTensor(), 50):
                resized = nn.functional.interpolate(images, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
                self.apply((2 * resized - 1).contiguous(memory_format=self.layout))

    def apply(self, images):
        self.net(images)


class OnnxFeatures(Features):
    """The same with ONNX Runtime in the place of PyTorch."""

    def __init__(self, folder, weights):
        super().__init__(folder, weights)
        self.net, self.layout = self.net.to(memory_format=torch.contiguous_format), torch.contiguous_format
        model = io.BytesIO()
        with quiet():
            onnxruntime = importlib.import_module("onnxruntime")
            torch.onnx.export(
                self.net, torch.rand(2, 3, SIDE, SIDE), model, input_names=["images"], dynamic_axes={"images": {0: "count"}})
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = CORES
            self.session = onnxruntime.InferenceSession(model.getvalue(), options, providers=["CPUExecutionProvider"])

    def apply(self, images):
        self.session.run(None, {"images": images.numpy()})


class Distance:
    """From two sets of features to the distance, by the root of the product of their covariances."""

    def __init__(self, count):
        self.sets = np.random.default_rng(1).random((2, int(count), 2048))

    def run(self):
        means = [rows.mean(0) for rows in self.sets]
        covariances = [np.cov(rows, rowvar=False) for rows in self.sets]
        root = linalg.sqrtm(covariances[0] @ covariances[1])
        distance = ((means[0] - means[1]) ** 2).sum() + sum(map(np.trace, covariances)) - 2 * np.trace(np.real(root))
        assert np.isfinite(distance)

    def warm_up(self):
        """Nothing is made at the first call, and one takes long."""


def smooth(paths):
    """Edges of a picture smoothed, from file to file; returns the processor's time."""
    before = time.process_time()
    cv2.setNumThreads(1)
    image = cv2.imread(paths[0])
    edges = cv2.Canny(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 100, 200)
    near = cv2.dilate(edges, np.ones((5, 5), np.uint8)) != 0
    result = image.copy()
    result[near] = cv2.GaussianBlur(image, (5, 5), 0)[near]
    cv2.imwrite(paths[1], result, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    return time.process_time() - before


class Edges(Folder):
    """In as many processes as there are cores."""

    def __init__(self, folder, target):
        super().__init__(folder)
        self.target = target
        os.makedirs(target, exist_ok=True)
        self.pool = multiprocessing.Pool(CORES)

    def work(self, files):
        targets = [os.path.join(self.target, os.path.splitext(os.path.basename(file))[0] + ".png") for file in files]
        return sum(self.pool.map(smooth, zip(files, targets), chunksize=8))


class Decode(Folder):
    """What PyTorch-GAN's loader does to each of two domains."""

    def __init__(self, folder):
        super().__init__(folder)
        self.transform = transforms.Compose([
            transforms.Resize(286, transforms.InterpolationMode.BICUBIC), transforms.RandomCrop(256), transforms.RandomHorizontalFlip(),
            transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)])

    def work(self, files):
        for _ in loader([*files, *files], self.transform, 2):
            pass


# Each with the packages that it needs.
KINDS = {
    "step": (Step, "torch"),
    "generator": (Generate, "torch"),
    "translate": (Translate, "torch", "torchvision", "PIL"),
    "features": (Features, "numpy", "torch", "torchvision", "PIL"),
    "features-onnx": (OnnxFeatures, "numpy", "torch", "torchvision", "PIL", "onnxruntime"),
    "distance": (Distance, "numpy", "scipy"),
    "edges": (Edges, "numpy", "cv2"),
    "decode": (Decode, "torch", "torchvision", "PIL"),
}


def peak_megabytes():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))) // 1024


def processor_seconds():
    """Of this process, and of those that it has waited for, as a loader's are."""
    return sum(os.times()[:4])


def versions():
    packages = [("PyTorch", torch), ("OpenCV", cv2), ("SciPy", sys.modules.get("scipy")), ("ONNX Runtime", sys.modules.get("onnxruntime"))]
    return ", ".join(["Python " + sys.version.split()[0], *(f"{name} {package.__version__}" for name, package in packages if package)])


def main():
    if torch:
        torch.set_num_threads(CORES)
    workload = None
    for line in sys.stdin:
        order, *words = line.split()
        answer = {}
        if order == "make":
            kind, *needs = KINDS[words[0]]
            missing = [MISSING[name] for name in needs if name in MISSING]
            answer = {"missing": "; ".join(missing)}
            if not missing:
                workload = kind(*words[1:])
                workload.warm_up()
                with open("/proc/self/clear_refs", "w") as file:
                    file.write("5")
            answer["versions"] = versions()
        elif order == "run":
            start, processor = time.perf_counter(), processor_seconds()
            # Processes that go on tell what they took.
            others = workload.run() or 0
            seconds, used = time.perf_counter() - start, processor_seconds() - processor + others
            answer = {"seconds": seconds, "processorSeconds": used, "peakMB": peak_megabytes()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
