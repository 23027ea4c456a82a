// swift-tools-version: 6.2
import PackageDescription

/// What every target of our own is built with: any warning stops the build.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The rooms of the house; `Sources/README.md` holds the doors and a test enforces them.
let rooms: [Target] = [
  .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
  .target(name: "MemoryModel", swiftSettings: strict),
  .target(name: "KernelRoutines", dependencies: ["MemoryModel"], swiftSettings: strict),
  .target(name: "Simulation", dependencies: ["MemoryModel", "KernelRoutines"], swiftSettings: strict),
  .target(
    name: "Scenarios", dependencies: ["MemoryModel", "KernelRoutines", "Simulation", yams],
    exclude: ["Library"], swiftSettings: strict, plugins: ["EmbedTextsPlugin"]),
  .target(name: "Importers", dependencies: ["MemoryModel"], swiftSettings: strict),
  .target(
    name: "Replay", dependencies: ["MemoryModel", "KernelRoutines", "Simulation", "Importers"],
    swiftSettings: strict),
  .target(name: "Drawing", swiftSettings: strict),
  .target(
    name: "Themes", dependencies: ["Drawing", yams], swiftSettings: strict, plugins: ["EmbedTextsPlugin"]),
  .target(
    name: "Panes", dependencies: ["MemoryModel", "KernelRoutines", "Simulation", "Drawing"],
    swiftSettings: strict),
  .target(
    name: "Exporters", dependencies: ["Drawing", "Simulation", "MemoryModel", "Panes"],
    swiftSettings: strict),
  .target(name: "TerminalIO", dependencies: ["Drawing", "CNcurses"], swiftSettings: strict),
  .executableTarget(
    name: "vmascope",
    dependencies: [
      "MemoryModel", "KernelRoutines", "Simulation", "Scenarios", "Importers", "Replay", "Drawing", "Themes",
      "Panes", "Exporters", "TerminalIO", arguments,
    ], swiftSettings: strict),
]

/// The texts of `themes` and `Sources/Scenarios/Library` become string literals when their rooms are built.
let embedding: [Target] = [
  .executableTarget(name: "EmbedTexts", swiftSettings: strict),
  .plugin(
    name: "EmbedTextsPlugin", capability: .buildTool(), dependencies: ["EmbedTexts"],
    path: "Sources/EmbedTextsPlugin"),
]

let benchmarks: [Target] = [
  .executableTarget(
    name: "benchmarks",
    dependencies: [
      "MemoryModel", "KernelRoutines", "Simulation", "Scenarios", "Importers", "Drawing", "Themes", "Panes",
      "Exporters",
    ], path: "Sources/Benchmarks", swiftSettings: strict)
]

func tests(_ name: String, of rooms: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: rooms, path: "Tests/\(name)", swiftSettings: strict)
}

let testTargets: [Target] = [
  tests("HouseTests", of: []),
  tests("DrawingTests", of: ["Drawing", "Themes", "Exporters", "EmbedTexts"]),
  tests(
    "TerminalTests",
    of: ["Drawing", "Themes", "Simulation", "Scenarios", "Panes", "TerminalIO", "vmascope", "MapChild"]),
  tests("ImportersTests", of: ["MemoryModel", "Importers", "KernelRoutines", "MapChild"]),
  tests("ScenariosTests", of: ["MemoryModel", "KernelRoutines", "Simulation", "Scenarios"]),
  tests("SimulationTests", of: ["MemoryModel", "KernelRoutines", "Simulation", "Scenarios"]),
  tests(
    "ReplayTests",
    of: ["MemoryModel", "KernelRoutines", "Simulation", "Importers", "Replay"]),
  tests(
    "PanesTests",
    of: [
      "MemoryModel", "KernelRoutines", "Simulation", "Scenarios", "Drawing", "Themes", "Panes", "Exporters",
    ]),
  tests("CommandTests", of: ["vmascope", "Scenarios", "Simulation"]),
  /// A child that prints its maps and then maps /dev/zero: what the address search is compared with.
  .executableTarget(name: "MapChild", path: "Tests/MapChild", swiftSettings: strict),
]

let package = Package(
  name: "vmascope",
  products: [.executable(name: "vmascope", targets: ["vmascope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: rooms + embedding + benchmarks + testTargets,
  swiftLanguageModes: [.v6]
)
