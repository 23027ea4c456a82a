import Glibc

/// One run of `vmascope` from beside this program.
enum ChildRun {
  private static let program: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &path, path.count - 1)
    let whole = String(decoding: path.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return whole.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/vmascope"
  }()

  /// Runs it to its end with its output thrown away.
  static func toEnd(_ arguments: [String]) -> Double {
    let start = Stopwatch.now
    guard let id = spawn(arguments, input: "/dev/null", output: "/dev/null") else { return 0 }
    wait(id)
    return Stopwatch.now - start
  }

  /// Starts it on a terminal and reads until the last row of the first picture is there: the time that took,
  /// and the most memory it had so far.
  static func toFirstFrame() -> (milliseconds: Double, megabytes: Double) {
    var result = (0.0, 0.0)
    onTerminal { _, id, took in result = (took, Stopwatch.peakMegabytes(of: id)) }
    return result
  }

  /// The median time from a key that steps to the first bytes the program writes for it.
  static func keyToBytes(keys: Int) -> Double {
    var times: [Double] = []
    onTerminal { master, _, _ in
      var block = [UInt8](repeating: 0, count: 65_536)
      for _ in 0..<keys {
        // What is still moving comes to rest first.
        quiet(master)
        let start = Stopwatch.now
        guard write(master, "l", 1) == 1, Glibc.read(master, &block, block.count) > 0 else { return }
        times.append(Stopwatch.now - start)
      }
    }
    return times.sorted().dropFirst(times.count / 2).first ?? 0
  }

  private static func quiet(_ master: Int32) {
    var block = [UInt8](repeating: 0, count: 65_536)
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while poll(&ready, 1, 500) > 0, Glibc.read(master, &block, block.count) > 0 {}
  }

  // Runs it on a terminal; once its first picture is there, does something with it.
  private static func onTerminal(_ body: (Int32, pid_t, Double) -> Void) {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var window = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&master, &slave, &name, nil, &window) == 0 else { return }
    defer { close(master) }
    // The program must not inherit our end, or its terminal would never be closed.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    let terminal = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let start = Stopwatch.now
    guard let id = spawn([], input: terminal, output: terminal) else { return }
    if read(master, until: Array("quit".utf8)) { body(master, id, Stopwatch.now - start) }
    close(slave)
    kill(id, SIGTERM)
    drain(master)
    wait(id)
  }

  private static func read(_ descriptor: Int32, until word: [UInt8]) -> Bool {
    var seen: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 5000) > 0 else { return false }
      let count = Glibc.read(descriptor, &block, block.count)
      guard count > 0 else { return false }
      seen = seen.suffix(word.count) + block[..<count]
      guard
        seen.count < word.count
          || !(0...seen.count - word.count).contains(where: { place in
            seen[place..<place + word.count].elementsEqual(word)
          })
      else { return true }
    }
  }

  private static func drain(_ descriptor: Int32) {
    var block = [UInt8](repeating: 0, count: 65_536)
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&ready, 1, 1000) > 0, Glibc.read(descriptor, &block, block.count) > 0 {}
  }

  private static func wait(_ id: pid_t) {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
  }

  private static func spawn(_ arguments: [String], input: String, output: String) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDWR, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_RDWR, 0)
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"] + libraries
    let settings = variables.map { strdup($0) } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, program, &actions, nil, words, settings)
    guard code == 0 else {
      let text = Array("benchmarks: cannot start \(program); build it first: swift build -c release\n".utf8)
      _ = write(2, text, text.count)
      return nil
    }
    return id
  }

  private static var libraries: [String] {
    getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=" + String(cString: $0)] } ?? []
  }
}
