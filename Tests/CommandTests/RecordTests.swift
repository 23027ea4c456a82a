import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Films as files: formats by ending, the same bytes everywhere, nothing of the machine, nothing half.
@Suite("record", .timeLimit(.minutes(3)))
struct RecordTests {
  @Test("The ending says the format, and '-' with --format writes the same to standard output")
  func endings() throws {
    let desk = try TemporaryFolder()
    let formats = [
      ("cast", "cast"), ("v3.cast", "cast3"), ("svg", "svg"), ("html", "html"), ("txt", "text"),
      ("vtt", "vtt"),
      ("json", "json"),
    ]
    for (ending, format) in formats {
      let path = desk.path("film.\(ending)")
      let command = try Command.run("record", "seed", "-o", path, "--to", "prepare")
      #expect(command.status == 0 && command.errors.isEmpty, command.report)
      let piped = try Command.run("record", "seed", "-o", "-", "--format", format, "--to", "prepare")
      #expect(
        try Data(contentsOf: URL(filePath: path)) == Data(piped.bytes) && piped.bytes.count > 200, "\(ending)"
      )
    }
  }

  @Test("A script or a scenario from a pipe is read once, and filmed as the file is")
  func pipes() throws {
    let library = ReadmeTests.root.appending(path: "Sources/Scenarios/Library/").path()
    for name in ["seed.demo", "pte-table-fails"] {
      let file = try Command.shell("$V record '\(library)\(name).yaml' -o - --format text --to prepare")
      #expect(file.status == 0 && file.output.count > 200, file.report)
      for source in ["-", "/dev/stdin"] {
        let piped = try Command.shell(
          "cat '\(library)\(name).yaml' | $V record \(source) -o - --format text --to prepare")
        #expect(piped.status == 0 && piped.output == file.output, piped.report)
      }
    }
  }

  @Test(
    "What cannot be recorded is said",
    arguments: [
      (["-o", "film.gif"], 2, "no known ending"), (["-o", "-", "--format", "gif"], 2, "--format takes"),
      ([], 2, "nothing to write"), (["-o", "-", "--from", "prepaer"], 2, "did you mean 'prepare'?"),
      (["-o", "-", "--from", "prepare", "--to", "a-program-asks"], 2, "not before"),
      (["-o", "-", "--speed", "0"], 2, "--speed takes"), (["-o", "-", "--size", "79x24"], 2, "--size takes"),
      (["-o", "/nonexistent/a.cast"], 4, "/nonexistent/a.cast"),
    ])
  func faults(arguments: [String], status: Int32, text: String) throws {
    let words = arguments.map { "'\($0)'" }.joined(separator: " ")
    let command = try Command.shell("\"$V\" record seed \(words)")
    #expect(command.status == status && command.errors.contains(text), command.report)
  }

  @Test("A demo's own file is read strictly, and an expectation that fails is status 1 with its line")
  func files() throws {
    let desk = try TemporaryFolder()
    let head = "title: T\nscenario: device-memory\nplay:\n  - step\n"
    let wrong = try desk.file("wrong.yaml", head + "  - step: until action.remap.pte.99\n")
    let command = try Command.run("record", wrong, "-o", "-")
    #expect(command.status == 3 && command.errors.contains("\(wrong):5:5: no step"), command.report)
    let broken = try desk.file("broken.yaml", head + "  - expect: { mmap_lock: write }\n")
    let failed = try Command.run("record", broken, "-o", "-")
    #expect(failed.status == 1 && failed.errors.contains("\(broken):5:5: mmap_lock is free"), failed.report)
  }

  @Test(
    "The same bytes wherever it runs, and a date only from SOURCE_DATE_EPOCH",
    arguments: [
      ["TERM": "linux"], ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"], ["HOME": "/root"],
      ["TZ": "Asia/Kathmandu"], ["COLUMNS": "40", "LINES": "10"],
    ])
  func deterministic(environment: [String: String]) throws {
    for format in ["cast", "html", "json"] {
      func run(_ environment: [String: String], _ folder: String) throws -> Command {
        try Command.run(
          "record", "seed", "-o", "-", "--format", format, "--to", "establish", environment: environment,
          in: folder)
      }
      let here = try run([:], "/")
      #expect(try here.bytes == run(environment, "/tmp").bytes, "\(format) \(environment)")
      #expect(!here.output.contains("timestamp"))
    }
    let dated = try Command.run(
      "record", "seed", "-o", "-", "--to", "prepare", environment: ["SOURCE_DATE_EPOCH": "86400"])
    #expect(dated.lines.first?.contains("\"timestamp\":86400,") == true, dated.report)
  }

  @Test("A film of a real process shows its own names; anonymised, none of them")
  func process() throws {
    let maps = """
      55d0c0a00000-55d0c0a0c000 r-xp 00001000 08:01 131081   /opt/secret/tool
      55d0c1a00000-55d0c1a0c000 rw-p 00000000 00:00 0        [heap]
      7f3a00000000-7f3a00168000 r-xp 00026000 08:01 131347   /usr/lib/libhidden.so
      7ffd8a1c0000-7ffd8a1e1000 rw-p 00000000 00:00 0        [stack]

      """
    let desk = try TemporaryFolder()
    let path = try desk.file("tool.maps", maps)
    func film(_ more: String) throws -> Command {
      try Command.shell(
        "for f in cast html json text; do "
          + "\"$V\" record --maps '\(path)' \(more) -o - --format $f --size 132x43; done"
      )
    }
    let open = try film("")
    #expect(open.status == 0 && open.output.contains("libhidden"), open.report)
    #expect(!open.output.contains(desk.url.path()), "the path on this machine is in the film")
    let closed = try film("--anonymise")
    #expect(closed.status == 0 && closed.output.contains("file-1"), closed.report)
    for word in ["libhidden", "secret", "tool", "131347"] {
      #expect(!closed.output.contains(word), "\(word)")
    }
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, 255)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #expect(host.count < 4 || !open.output.contains(host))
  }

  @Test("An interrupted recording leaves nothing behind", arguments: ["TERM", "HUP"])
  func interrupted(signal: String) throws {
    let desk = try TemporaryFolder()
    let line = """
      cd '\(desk.url.path())'
      "$V" record device-memory --size 500x200 -o film.cast & p=$!
      n=0; while ! ls | grep -q part && [ $n -lt 400 ]; do sleep 0.05; n=$((n+1)); done
      ls | grep -c part; kill -\(signal) $p; wait $p; ls | grep -c film
      """
    let command = try Command.shell(line)
    #expect(
      command.lines.prefix(2).map { $0.trimmingCharacters(in: .whitespaces) } == ["1", "0"], command.report)
  }

  @Test("--all writes every format and the stills, whole; a second time the same bytes")
  func all() throws {
    let desk = try TemporaryFolder()
    let line =
      "cd '\(desk.url.path())' && \"$V\" record seed --all a --to the-action && \"$V\" record seed --all b "
      + "--to the-action && diff -r a b && ls a a/stills && cat a/stills/*.svg | head -1"
    let command = try Command.shell(line)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    for name in [
      "seed.cast", "seed.v3.cast", "seed.html", "seed.svg", "seed.vtt", "seed.json", "rmap-visible.svg",
    ] {
      #expect(command.lines.contains(name), command.report)
    }
  }

  @Test("Where there is no terminal there is nothing to present on")
  func present() throws {
    let command = try Command.run("present", "seed")
    #expect(command.status == 4 && command.errors.contains("no terminal"), command.report)
  }
}
