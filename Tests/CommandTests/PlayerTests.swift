import Foundation
import Glibc
import Testing

/// Films in the programs that people open them with. `.ci/run` installs these; elsewhere a test that lacks
/// its program is skipped and says which.
@Suite("Players", .serialized, .timeLimit(.minutes(5)))
struct PlayerTests {
  /// The virtual environment with packages from PyPI.
  static let packages = ProcessInfo.processInfo.environment["VMASCOPE_PLAYERS"] ?? "/nonexistent"
  static var hasPackages: Bool { access("\(packages)/bin/python3", X_OK) == 0 }

  private func shell(_ line: String, in desk: TemporaryFolder) throws -> Command {
    try Command.shell("cd '\(desk.url.path())' && export HOME='\(desk.url.path())' LC_ALL=C.UTF-8 && \(line)")
  }

  @Test(
    "asciinema of Debian plays a cast to its end",
    .enabled(
      if: access("/usr/bin/asciinema", X_OK) == 0, "asciinema is not installed: apt-get install asciinema"))
  func asciinema() throws {
    let desk = try TemporaryFolder()
    let line = "\"$V\" record seed -o seed.cast && /usr/bin/asciinema play -s 2000 seed.cast </dev/null"
    let command = try shell(line, in: desk)
    #expect(
      command.status == 0 && command.bytes.count > 10_000, "\(command.status): \(plain(command.errors))")
    #expect(command.output.contains("mmap() returns an address"))
  }

  @Test(
    "asciinema of PyPI plays it too",
    .enabled(if: hasPackages, "VMASCOPE_PLAYERS names no virtual environment with pyte and asciinema"))
  func asciinemaOfPyPI() throws {
    let desk = try TemporaryFolder()
    let program = "'\(Self.packages)/bin/asciinema'"
    let line = "\"$V\" record seed -o seed.cast && \(program) play -s 2000 seed.cast </dev/null"
    let command = try shell(line, in: desk)
    #expect(
      command.status == 0 && command.bytes.count > 10_000, "\(command.status): \(plain(command.errors))")
  }

  @Test(
    "pyte shows every still at the end of its picture, row by row",
    .enabled(if: hasPackages, "VMASCOPE_PLAYERS names no virtual environment with pyte and asciinema"),
    arguments: ["80x24", "132x43"])
  func pyte(size: String) throws {
    let desk = try TemporaryFolder()
    _ = try desk.file("replay.py", Self.replay)
    let line =
      "\"$V\" record pte-table-fails --size \(size) --all . && '\(Self.packages)/bin/python3' replay.py"
    let command = try shell(line, in: desk)
    let count = Int(command.lines.first?.split(separator: " ").first ?? "") ?? 0
    #expect(command.status == 0 && count > 10, "\(plain(command.output)) \(plain(command.errors))")
  }

  private static let replay = """
    import glob, json, pyte, sys
    lines = open("pte-table-fails.cast").read().splitlines()
    head = json.loads(lines[0])
    events = [json.loads(l) for l in lines[1:]]
    screen = pyte.Screen(head["width"], head["height"])
    stream = pyte.Stream(screen)
    stills = sorted(glob.glob("stills/*.txt"))
    cues = [c for c in json.load(open("pte-table-fails.json"))["cues"] if not c.get("passing")]
    assert len(stills) == len(cues), (len(stills), len(cues))
    at = 0
    for still, cue in zip(stills, cues):
        while at < len(events) and events[at][0] * 1000 < cue["end"] - 0.5:
            if events[at][1] == "o": stream.feed(events[at][2])
            at += 1
        want = open(still).read().splitlines()
        got = [row.rstrip() for row in screen.display]
        for y, (a, b) in enumerate(zip(want, got)):
            if a != b: sys.exit(f"{still} row {y}:\\n{a}\\n{b}")
    print(len(cues), "stills shown")

    """

  @Test(
    "In a browser the page steps, scrubs, jumps to chapters and blanks, without an error or a request",
    .enabled(
      if: access("/usr/bin/chromium", X_OK) == 0, "chromium is not installed: apt-get install chromium"))
  func browser() throws {
    let desk = try TemporaryFolder()
    let record = try shell("\"$V\" record seed -o seed.html", in: desk)
    #expect(record.status == 0, record.report)
    let page = try String(contentsOfFile: desk.path("seed.html"), encoding: .utf8)
    let tried = page.replacing("</body>", with: "<script>\(Self.trial)</script></body>")
    _ = try desk.file("tried.html", tried)
    let line = """
      chromium --headless --no-sandbox --disable-gpu --enable-logging=stderr --virtual-time-budget=8000 \
      --user-data-dir='\(desk.path("profile"))' --dump-dom 'file://\(desk.path("tried.html"))' 2>log; \
      grep CONSOLE log; true
      """
    let command = try shell(line, in: desk)
    let verdict = command.output.firstMatch(of: #/<title>TRIED ([^<]*)<\/title>/#).map { String($0.1) }
    #expect(verdict == "next prev scrub chapter dark link transcript", "\(verdict ?? "no verdict") ")
    #expect(
      !command.output.contains("CONSOLE"), "\(plain(command.lines.last { $0.contains("CONSOLE") } ?? ""))")
  }

  private static let trial = """
    addEventListener("load",()=>{const ok=[],$=i=>document.getElementById(i),count=()=>$("count").textContent;
    const key=k=>dispatchEvent(new KeyboardEvent("keydown",{key:k,cancelable:true}));
    const uses=()=>$("picture").childNodes.length,text=()=>$("said").textContent;
    const a=text();key("PageDown");key("PageDown");
    if(count().startsWith("2/")&&text()!==a&&uses()>20)ok.push("next");
    key("PageUp");if(count().startsWith("1/")&&text()===a)ok.push("prev");
    $("scrub").value=$("scrub").max;$("scrub").oninput({target:$("scrub")});
    const n=count().split("/");if(n[0]===n[1])ok.push("scrub");
    const c=$("chapters");c.selectedIndex=2;c.onchange();
    if(c.options[2].value==count().split("/")[0]-1)ok.push("chapter");
    key("b");const dark=document.body.classList.contains("dark"),was=count();key("PageDown");
    if(dark&&count()===was&&!document.body.classList.contains("dark"))ok.push("dark");
    key("4");key("Enter");if(location.hash==="#4"&&count().startsWith("4/"))ok.push("link");
    if(getComputedStyle($("transcript")).display==="none"&&
    document.querySelectorAll("#transcript li").length>10)
    ok.push("transcript");document.title="TRIED "+ok.join(" ")});
    """

  @Test(
    "rsvg-convert turns a still and the last picture of an animated SVG into the same letters",
    .enabled(
      if: access("/usr/bin/rsvg-convert", X_OK) == 0,
      "rsvg-convert is not installed: apt-get install librsvg2-bin"))
  func rsvg() throws {
    let desk = try TemporaryFolder()
    let line = """
      "$V" record seed --all . && rsvg-convert stills/returned.svg -o still.png && \
      rsvg-convert seed.svg -o last.png && wc -c <still.png && wc -c <last.png
      """
    let command = try shell(line, in: desk)
    let sizes = command.lines.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    #expect(command.status == 0 && sizes.count == 2 && sizes.allSatisfy { $0 > 10_000 }, command.report)
  }

  @Test(
    "The commands of the README make a video with its chapters and captions",
    .enabled(
      if: access("/usr/bin/ffmpeg", X_OK) == 0 && access("/usr/bin/rsvg-convert", X_OK) == 0,
      "ffmpeg or rsvg-convert is not installed: apt-get install ffmpeg librsvg2-bin"))
  func video() throws {
    let desk = try TemporaryFolder()
    let recipe = try #require(ReadmeTests.blocks("bash").first, "the README has no recipe")
    let line = """
      vmascope() { "$V" "$@" --to establish; }
      \(recipe) >log 2>&1 && ffprobe -v error -show_entries format=duration -show_chapters -of flat film.mp4
      """
    let command = try shell(line, in: desk)
    #expect(command.status == 0, "\(plain(command.errors))")
    #expect(command.output.contains("A program asks") && command.output.contains("Prepare"), command.report)
  }
}
