import Drawing
import Exporters
import Foundation
import Panes
import Scenarios
import Testing

/// The gallery: every bundled demo is filmed again and compared by hash with what was looked at. To accept
/// others: see `Golden`. A difference is shown as the first frame that is another one.
@Suite("Gallery")
struct FilmGoldenTests {
  @Test("A bundled demo gives the frames and files that were looked at", arguments: DemoCatalogue.names)
  func frames(name: String) throws {
    let film = try bundledFilm(name)
    var lines: [String] = []
    var frames: [Frame] = []
    var shown: Frame?
    let end = film.play { shot in
      guard shot.frame != shown else { return }
      shown = shot.frame
      frames.append(shot.frame)
      lines.append(
        "\(shot.milliseconds) \(Self.hash(shot.frame)) \(film.telling.id(film.telling.cues[shot.cue]))")
    }
    lines.append("\(end) end")
    // Casts say what the frames say: replays hold that.
    for format in [FilmFormat.html, .transcript, .captions, .json] {
      lines.append("\(format.name) \(Self.hash(try written(film, format)))")
    }
    let golden = Golden(path: "Films/\(name).txt")
    let old = (try? String(contentsOf: golden.url, encoding: .utf8))?.split(separator: "\n").map(String.init)
    let first = old.flatMap { old in lines.indices.first { $0 >= old.count || old[$0] != lines[$0] } }
    if let first, frames.indices.contains(first), !Golden.isAccepting {
      Issue.record("frame \(first + 1), \(lines[first]), is now:\n\(plain(frames[first].text))")
    }
    try golden.expect(lines.joined(separator: "\n") + "\n")
  }

  @Test(
    "A demo takes two to four minutes, has chapters and notes, and asks the speaker to pause",
    arguments: DemoCatalogue.names)
  func talk(name: String) throws {
    let film = try bundledFilm(name)
    let cues = film.telling.cues
    let seconds = (film.spans.last?.end ?? 0) / 1000
    #expect((120...240).contains(seconds), "\(seconds) s")
    #expect(cues.count { $0.chapter != nil } >= 4)
    #expect(Set(cues.map(\.note)).count > 2 && cues.contains(where: \.isPause))
    #expect(
      cues.allSatisfy { $0.isPassing || !$0.staging.caption.isEmpty }, "every picture that stays says why")
    #expect(cues.contains { !$0.shots.isEmpty })
  }

  @Test("There are six demos, and no golden is left without its demo")
  func orphans() throws {
    #expect(DemoCatalogue.names.count == 6)
    let folder = Golden.tests.appending(path: "Films")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    #expect(files == DemoCatalogue.names.map { "\($0).txt" })
  }

  // FNV-1a with 64 bits: the same on every machine.
  private static func hash(_ bytes: some Sequence<UInt8>) -> String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(value, radix: 16)
  }

  private static func hash(_ text: String) -> String { hash(text.utf8) }

  private static func hash(_ frame: Frame) -> String {
    hash(
      frame.cells.lazy.flatMap { cell in
        let scalar = cell.scalar
        return [
          UInt8(scalar & 0xff), UInt8(scalar >> 8 & 0xff), UInt8(scalar >> 16 & 0xff),
          UInt8(cell.style.bits & 0xff), UInt8(cell.style.bits >> 8),
        ]
      })
  }
}
