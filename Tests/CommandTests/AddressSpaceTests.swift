import Foundation
import Glibc
import Testing

/// Address spaces of real processes, and files that claim to be one.
@Suite("Address spaces on the command line", .timeLimit(.minutes(3)))
struct AddressSpaceTests {
  private let desk: TemporaryFolder
  private let good = """
    55d0c0a00000-55d0c0a0c000 r-xp 00001000 08:01 131081 /usr/bin/app
    7f3a00000000-7f3a00168000 r-xp 00026000 08:01 131347 /usr/lib/libc.so.6
    7ffd8a1c0000-7ffd8a1e1000 rw-p 00000000 00:00 0 [stack]

    """

  init() throws { desk = try TemporaryFolder() }

  @Test("A file of maps is where the mapping happens, without a word on standard error")
  func maps() throws {
    let command = try Command.run("narrate", "--maps", try desk.file("maps", good))
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    #expect(command.output.contains("3 VMAs"), command.report)
    #expect(command.output.contains("7f39ffff0000"), command.report)
  }

  @Test("Maps come from standard input too")
  func standardInput() throws {
    let command = try Command.run("narrate", "--maps", "-", input: Array(good.utf8))
    #expect(command.status == 0 && command.output.contains("standard input"), command.report)
    let piped = try Command.shell("cat /proc/self/maps | \"$V\" narrate --maps -")
    #expect(piped.status == 0 && piped.output.contains("mmap() returned"), piped.report)
  }

  @Test("Lines that cannot be used are listed with their place, and the rest is used")
  func badLines() throws {
    let path = try desk.file("maps", "not a line\n" + good + "7f00-6f00 rw-p 0 00:00 0\n")
    let command = try Command.run("narrate", "--maps", path)
    #expect(command.status == 0 && command.output.contains("3 VMAs"), command.report)
    #expect(command.errors.contains("\(path):1:"), command.report)
    #expect(command.errors.contains("\(path):5:"), command.report)
  }

  @Test("A cut file is used as far as it goes, and said to be cut")
  func truncated() throws {
    let path = try desk.file("maps", String(good.dropLast(30)))
    let command = try Command.run("narrate", "--maps", path)
    #expect(command.status == 0 && command.output.contains("mmap() returned"), command.report)
    #expect(command.errors.contains("\(path):3:"), command.report)
  }

  @Test(
    "A file without a line of maps is unreadable input", arguments: ["", "\n\n", "PNG\u{1}\u{2}\n", "[1, 2]"])
  func foreign(text: String) throws {
    let path = try desk.file("maps", text)
    try expect(try Command.run("narrate", "--maps", path), status: 3, says: [path])
  }

  @Test("A file that is not there is unreadable input")
  func missing() throws {
    try expect(
      try Command.run("narrate", "--maps", desk.path("none")), status: 3, says: ["none", "no such file"])
    try expect(try Command.run("narrate", "--maps", "/tmp"), status: 3, says: ["/tmp", "directory"])
  }

  @Test("The address space of a living process is taken from /proc")
  func process() throws {
    let command = try Command.run("narrate", "--pid", String(getpid()))
    #expect(command.status == 0, command.report)
    #expect(command.output.contains("process \(getpid())"), command.report)
    let shell = try Command.shell("\"$V\" check --pid $$")
    #expect(shell.status == 0, shell.report)
  }

  @Test("A process that is not there is unreadable input")
  func noProcess() throws {
    try expect(
      try Command.run("narrate", "--pid", "4194304"), status: 3, says: ["4194304", "no process"])
  }

  @Test("What cannot be a process is a usage error", arguments: ["0", "-1", "x", ""])
  func noNumber(pid: String) throws {
    try expect(try Command.run("narrate", "--pid=\(pid)"), status: 2, says: ["pid"])
  }

  @Test(
    "A kernel thread has no address space", .enabled(if: KernelThread.isThere, "pid 2 is no kernel thread"))
  func kernelThread() throws {
    try expect(try Command.run("narrate", "--pid", "2"), status: 3, says: ["address space"])
  }

  @Test("Without permission the reason is said", .enabled(if: getuid() != 0, "root may read everything"))
  func permission() throws {
    try expect(try Command.run("narrate", "--pid", "1"), status: 3, says: ["process 1", "permission"])
  }
}

/// Whether process 2 is the kernel's: in a container it may be anything, or nothing.
enum KernelThread {
  static var isThere: Bool {
    guard let comm = try? String(contentsOfFile: "/proc/2/comm", encoding: .utf8) else { return false }
    return comm.hasPrefix("kthreadd")
  }
}
