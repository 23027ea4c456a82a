import Drawing
import Exporters
import Foundation
import Panes
import Scenarios
import Testing
import Themes

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The formats beside casts: well-formed, within their sizes, and each tells the story.
@Suite("Film formats")
struct FormatTests {
  @Test("Animated SVG and HTML are well-formed, and ask nobody for anything", arguments: ["svg", "html"])
  func wellFormed(name: String) throws {
    let format = try #require(FilmFormat.named(name))
    let text = try written(bundledFilm("rmap-deadlock-and-fix"), format)
    let parser = XMLParser(data: Data(Self.asXML(text).utf8))
    #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    let addresses = text.matches(of: #/https?:\/\/[^"' ]*/#).map { String($0.output) }
    #expect(Set(addresses) == ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"])
    #expect(!text.contains("src=") && !text.contains("@import") && !text.contains("url("))
    let ids = text.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count && ids.count > 100, "an id twice")
  }

  // A page's script is no XML; everything else of ours is.
  private static func asXML(_ text: String) -> String {
    guard text.hasPrefix("<!DOCTYPE html>") else { return text }
    return text.replacing("<!DOCTYPE html>", with: "").replacing(#/(?s)<script[^>]*>.*?<\/script>/#, with: "")
  }

  @Test("The usual film of the default scenario keeps to the sizes of the design at 100x30")
  func sizes() throws {
    let film = try film(ScenarioCatalogue.defaultName, .wide)
    for format in FilmFormat.all {
      guard let usual = format.usualBytes else { continue }
      let bytes = try written(film, format).utf8.count
      #expect(bytes <= usual, "\(format.name) has \(bytes) bytes")
    }
    let theme = try #require(ThemeCatalogue.all.first)
    for (size, limit) in [(Size.wide, 15_000), (.large, 25_000)] {
      try FilmPictures(usual(size), theme: theme).stills { name, text in
        guard name.hasSuffix(".svg") else { return }
        #expect(text.utf8.count <= limit, "\(name) at \(size): \(text.utf8.count) bytes")
      }
    }
  }

  private func usual(_ size: Size) throws -> Film { try film(ScenarioCatalogue.defaultName, size) }

  @Test(
    "The transcript alone tells the story: every caption, chapter and stop, and no note",
    arguments: DemoCatalogue.names)
  func transcript(name: String) throws {
    let film = try bundledFilm(name)
    let text = try written(film, .transcript)
    for cue in film.telling.cues {
      #expect(text.contains(cue.staging.caption), "\(cue.staging.caption)")
      if let chapter = cue.chapter { #expect(text.contains("== \(chapter) ==")) }
      if !cue.isPassing { #expect(text.contains(film.telling.id(cue))) }
      if let callout = cue.staging.callout { #expect(text.contains(callout.text)) }
      if !cue.note.isEmpty { #expect(!text.contains(cue.note), "a note is the speaker's") }
    }
  }

  @Test("Captions for video follow each other without overlap and say what the picture says")
  func captions() throws {
    let film = try bundledFilm("seed")
    let text = try written(film, .captions)
    #expect(text.hasPrefix("WEBVTT\n\n"))
    let times = text.matches(of: #/(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})/#)
    func milliseconds(_ parts: Substring...) -> Int {
      let numbers = parts.map { Int($0) ?? 0 }
      return ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1000 + numbers[3]
    }
    var last = 0
    for time in times {
      let start = milliseconds(time.1, time.2, time.3, time.4)
      let end = milliseconds(time.5, time.6, time.7, time.8)
      #expect(start >= last && end > start)
      last = end
    }
    #expect(last == film.spans.last?.end && times.count > 8)
    for cue in film.telling.cues { #expect(text.contains(cue.staging.caption)) }
  }

  @Test("JSON is JSON, a cue for every cue")
  func json() throws {
    let film = try bundledFilm("who-sees-it-when")
    let value = try JSONSerialization.jsonObject(with: Data(written(film, .json).utf8))
    let root = try #require(value as? [String: Any])
    let cues = try #require(root["cues"] as? [[String: Any]])
    #expect(cues.count == film.telling.cues.count)
    #expect(cues.compactMap { $0["caption"] as? String }.count > 10)
    #expect(cues.allSatisfy { ($0["facts"] as? [String: String])?.count == 9 })
  }

  @Test("Frames for ffmpeg: every picture named in the list, durations that add up, chapters to the end")
  func frames() throws {
    let film = try film("pte-table-fails")
    let theme = try #require(ThemeCatalogue.all.first)
    var files: [String: String] = [:]
    try FilmPictures(film, theme: theme).frames { files[$0] = $1 }
    let list = try #require(files["list.txt"]).split(separator: "\n")
    let named = list.compactMap { $0.firstMatch(of: #/file (f\d+\.svg)\.png/#).map { String($0.1) } }
    #expect(Set(named) == Set(files.keys.filter { $0.hasSuffix(".svg") }) && named.count > 20)
    let durations = list.compactMap { $0.firstMatch(of: #/duration (\d+)\.(\d{3})/#) }
    let total = durations.reduce(0) { $0 + (Int($1.1) ?? 0) * 1000 + (Int($1.2) ?? 0) }
    #expect(total == film.spans.last?.end && named.count == durations.count + 1)
    let chapters = try #require(files["chapters.txt"])
    #expect(chapters.hasPrefix(";FFMETADATA1\n") && chapters.contains("END=\(total)\n"))
    #expect(files["captions.vtt"]?.hasPrefix("WEBVTT") == true)
  }

  @Test("A film of part of a telling begins at nought")
  func part() throws {
    var film = try bundledFilm("seed")
    let first = try #require(film.telling.place(of: "the-action"))
    let end = try #require(film.telling.place(of: "returned"))
    film.range = first..<end
    #expect(film.spans.first?.start == 0 && film.spans.count == end - first)
    #expect(try written(film, .json).contains("\"chapter\": \"The action\""))
  }
}
