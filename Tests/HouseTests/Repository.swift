import Foundation

/// The repository these tests were built from.
struct Repository {
  let root: URL

  /// The repository this file belongs to: the first folder above it with a `Package.swift`.
  static let here = Repository(above: URL(filePath: #filePath).resolvingSymlinksInPath())

  init(above file: URL) {
    var folder = file.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path()),
      folder.path() != "/"
    {
      folder.deleteLastPathComponent()
    }
    root = folder
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Every Swift file below a folder, sorted; paths count from the root.
  func swiftFiles(below folder: String) throws -> [SourceFile] {
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
    let paths = (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted()
    return try paths.map { SourceFile(path: folder + "/" + $0, text: try text(folder + "/" + $0)) }
  }

  /// The names in a folder, without dot files, sorted.
  func names(in folder: String = "") -> [String] {
    let path = folder.isEmpty ? root : root.appending(path: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path())) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The top level as git sees it: what is or could be committed. Without git, what the folder holds.
  func topLevel() -> [String] {
    guard let listing = git("ls-files", "--cached", "--others", "--exclude-standard"), !listing.isEmpty else {
      return names()
    }
    let tops = listing.split(separator: "\n").compactMap { $0.split(separator: "/").first.map(String.init) }
    return Set(tops).filter { !$0.hasPrefix(".") }.sorted()
  }

  private func git(_ arguments: String...) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", root.path()] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
