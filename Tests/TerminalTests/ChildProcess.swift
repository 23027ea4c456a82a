import Glibc

/// A process that a test started.
///
/// A class because the process must be ended and collected exactly once.
final class ChildProcess {
  enum End: Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  let id: pid_t
  private var ended: End?

  /// Starts a program with the terminal as its controlling one and its three standard streams.
  init(
    _ path: String, _ arguments: [String], terminal: [CChar], environment: [String: String]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of a test runner block signals, SIGWINCH among them: the child must not inherit that.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // Glibc's Swift module lacks POSIX_SPAWN_SETSID.
    let newSession: Int16 = 0x80
    posix_spawnattr_setflags(
      &attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    let variables = Self.environment(environment).map { "\($0)=\($1)" }.sorted()
    var id: pid_t = 0
    let code = Self.withPointers([path] + arguments) { argv in
      Self.withPointers(variables) { envp in posix_spawn(&id, path, &actions, &attributes, argv, envp) }
    }
    guard code == 0 else { throw PseudoTerminal.SpawnFailed(path: path, code: code) }
    self.id = id
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// How it ended, or nil while it runs.
  func poll() -> End? {
    if let ended { return ended }
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return nil }
    ended = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    return ended
  }

  /// Kills it unless it has ended, and collects it.
  func end() {
    guard poll() == nil else { return }
    kill(id, SIGKILL)
    var status: Int32 = 0
    waitpid(id, &status, 0)
  }

  /// Whether it is stopped now.
  var isStopped: Bool { Self.state(of: id) == "T" }

  /// The letter that /proc shows for a process's state.
  static func state(of id: pid_t) -> Character? {
    file("/proc/\(id)/stat").split(separator: ")").last?.first { $0 != " " }
  }

  /// The processor time it has used.
  var processorTime: Duration {
    var clock = clockid_t()
    var time = timespec()
    clock_getcpuclockid(id, &clock)
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// A program that was built beside the tests.
  static func built(_ name: String) -> String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    guard let slash = bundle.lastIndex(of: "/") else { return name }
    return bundle[...slash] + name
  }

  private static func environment(_ own: [String: String]) -> [String: String] {
    var variables = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PS1": "shell> ",
      "PATH": "/usr/local/bin:/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no,interactive=no,color=no",
    ]
    for name in ["LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "ASAN_OPTIONS"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return variables.merging(own) { $1 }
  }

  /// What a file holds, of its first 4 kB.
  static func file(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  private static func withPointers<Result>(
    _ texts: [String], _ use: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return use(pointers + [nil])
  }
}
