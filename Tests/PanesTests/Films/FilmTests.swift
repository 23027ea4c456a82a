import Drawing
import Panes
import Scenarios
import Simulation
import Testing
import Themes

@testable import Exporters

/// Casts: the writer's rules, the same bytes every time, and a replay that shows the source frames.
@Suite("Films")
struct FilmTests {
  @Test("The same film gives the same bytes in every format", arguments: FilmFormat.all.map(\.name))
  func deterministic(name: String) throws {
    let format = try #require(FilmFormat.named(name))
    #expect(try written(film(), format) == written(film(), format))
  }

  @Test(
    "Every frame of a cast is shown cell by cell, letter and look", arguments: [Size.talk, .wide, .study],
    ["device-memory", "pte-table-fails"])
  func replay(size: Size, name: String) throws {
    let film = try film(name, size)
    let events = try CastEvents(written(film, .asciicast)).events.filter { $0.code == "o" }
    var screen = CastReplay(size)
    var next = 0
    var shown: Frame?
    var problem: String?
    _ = try film.play { shot in
      guard problem == nil, shot.frame != shown else { return }
      shown = shot.frame
      let event = try #require(next < events.count ? events[next] : nil, "the cast ends early")
      next += 1
      screen.feed(event.data)
      var alone = CastReplay(size)
      alone.feed(try Self.whole(shot.frame))
      if event.milliseconds != shot.milliseconds { problem = "frame \(next) comes at \(event.milliseconds)" }
      if let found = screen.difference(from: shot.frame, drawn: alone) { problem = "frame \(next): \(found)" }
    }
    #expect(problem == nil, "\(plain(problem ?? ""))")
    #expect(screen.unknown.isEmpty, "\(screen.unknown)")
    #expect(events.count == next + 1, "the last event only closes the film")
  }

  // The frame as the writer of a first picture writes it.
  private static func whole(_ frame: Frame) throws -> String {
    let theme = try #require(ThemeCatalogue.all.first)
    var delta = FrameDelta(theme: theme, depth: .rgb)
    return delta.output(for: frame)
  }

  @Test("Version 3 tells the same events as version 2, and how it ended")
  func versions() throws {
    let film = try film("pte-table-fails")
    let old = try CastEvents(written(film, .asciicast))
    let new = try CastEvents(written(film, .asciicastV3))
    #expect(Array(new.events.dropLast()) == old.events)
    #expect(new.events.last?.code == "x" && new.events.last?.data == "0")
    #expect(new.header["version"] as? Int == 3 && old.header["version"] as? Int == 2)
  }

  @Test("A header has the size, the title and the theme, and a date only when one is given")
  func header() throws {
    let film = try film()
    let plainHeader = try CastEvents(written(film, .asciicast)).header
    #expect(plainHeader["width"] as? Int == 80 && plainHeader["height"] as? Int == 24)
    #expect(plainHeader["title"] as? String == film.title)
    #expect(Set(plainHeader.keys) == ["version", "width", "height", "title", "env", "theme"])
    let theme = try #require(plainHeader["theme"] as? [String: String])
    #expect(theme["palette"]?.split(separator: ":").count == 16)
    #expect(try CastEvents(written(film, .asciicast, epoch: 7)).header["timestamp"] as? Int == 7)
    #expect(try CastEvents(written(film, .asciicastV3, epoch: 7)).header["timestamp"] as? Int == 7)
  }

  @Test("Chapters are markers at the time of their first picture, and times never go back")
  func markers() throws {
    let film = try film("pte-table-fails")
    let events = try CastEvents(written(film, .asciicast)).events
    let chapters = film.range.filter { film.telling.cues[$0].chapter != nil }
    let starts = chapters.map { film.spans[$0].start }
    #expect(events.filter { $0.code == "m" }.map(\.milliseconds) == starts && starts.count > 4)
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.milliseconds <= $1.milliseconds })
  }

  @Test("Twice as fast is half as long, to the millisecond")
  func speed() throws {
    var film = try film()
    let end = film.play { _ in }
    film.speed = 2000
    #expect(film.play { _ in } == (end + 1) / 2)
  }

  @Test(
    "No cell changes its ground more than three times in a second",
    arguments: ["device-memory", "rmap-deadlock"])
  func flashes(name: String) throws {
    let film = try film(name)
    var changed: [Int: [Int]] = [:]
    var last: Frame?
    var worst = 0
    _ = film.play { shot in
      defer { last = shot.frame }
      guard let old = last else { return }
      for place in shot.frame.cells.indices
      where shot.frame.cells[place].style.isOnPanel != old.cells[place].style.isOnPanel {
        let recent = (changed[place] ?? []).filter { $0 > shot.milliseconds - 1000 } + [shot.milliseconds]
        changed[place] = recent
        worst = max(worst, recent.count)
      }
    }
    #expect(worst <= 6, "a pair of opposite changes is one flash: \(worst) changes in a second")
  }
}
