import Foundation
import Glibc
import Testing

/// The built program, run once without a terminal.
struct Command {
  let arguments: [String]
  let status: Int32
  /// The signal that ended it, 0 when it exited.
  let signal: Int32
  let bytes: [UInt8]
  let errors: String

  var output: String { String(decoding: bytes, as: UTF8.self) }
  var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// Everything a failed test wants to show.
  var report: Comment {
    let shown = plain(errors) + plain(String(output.prefix(2000)))
    return "vmascope \(arguments): status \(status), signal \(signal)\n\(shown)"
  }

  static let folder: URL = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent()
  }()

  static var program: String { folder.appending(path: "vmascope").path() }

  /// What every run has in its environment unless a test says otherwise.
  private static let usual = [
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "SWIFT_BACKTRACE": "enable=no,interactive=no,color=no",
  ]

  /// Runs `vmascope` with arguments and, maybe, bytes on its standard input.
  static func run(
    _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:],
    in directory: String = "/"
  ) throws -> Command {
    // Glibc's Swift module has no way to start a process in another folder.
    let line = #"cd "$0" && exec "$@""#
    return try start("/bin/sh", ["-c", line, directory, program] + arguments, arguments, input, environment)
  }

  /// Runs a line of shell in which `$V` is the program.
  static func shell(_ line: String) throws -> Command {
    try start("/bin/sh", ["-c", line], [line], [], ["V": program])
  }

  private static func start(
    _ path: String, _ words: [String], _ arguments: [String], _ input: [UInt8],
    _ environment: [String: String]
  ) throws -> Command {
    let desk = try TemporaryFolder()
    let (stdin, stdout, stderr) = (desk.path("in"), desk.path("out"), desk.path("err"))
    try Data(input).write(to: URL(filePath: stdin))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The threads of tests block signals, and a child inherits that: it must be possible to stop it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    posix_spawn_file_actions_addopen(&actions, 0, stdin, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, stdout, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, stderr, O_WRONLY | O_CREAT, 0o600)
    var variables = usual.merging(environment) { $1 }
    for name in ["LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "ASAN_OPTIONS"] {
      variables[name] = variables[name] ?? ProcessInfo.processInfo.environment[name]
    }
    var id: pid_t = 0
    let code = withPointers([path] + words) { argv in
      withPointers(variables.map { "\($0)=\($1)" }.sorted()) {
        posix_spawn(&id, path, &actions, &attributes, argv, $0)
      }
    }
    try #require(code == 0, "cannot start \(path)")
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return Command(
      arguments: arguments, status: status >> 8 & 0xff, signal: status & 0x7f,
      bytes: [UInt8](try Data(contentsOf: URL(filePath: stdout))),
      errors: String(decoding: try Data(contentsOf: URL(filePath: stderr)), as: UTF8.self))
  }

  private static func withPointers<Result>(
    _ texts: [String], _ use: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return use(pointers + [nil])
  }
}

/// A folder that ends with the test.
///
/// A class because it must be removed exactly once.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "vmascope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path() }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }
}
