import Panes
import Simulation

extension FilmFormat {
  /// The story in words, for those who see no picture.
  public static let transcript = FilmFormat(
    name: "text", fileExtension: "txt", summary: "the story in words"
  ) { film, _, write in try Transcript(film).write(to: write) }

  /// Format: WebVTT of the W3C, for video players.
  public static let captions = FilmFormat(
    name: "vtt", fileExtension: "vtt", summary: "captions for video players (WebVTT)"
  ) { film, _, write in
    try write("WEBVTT\n\n")
    for line in FilmWords(film).captions {
      let text = line.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing("-->", with: "→")
      try write(
        "\(WebTime.text(line.start)) --> \(WebTime.text(line.end))\n\(text)\n\n")
    }
  }
}

/// Times as WebVTT writes them, and as people do.
enum WebTime {
  /// `HH:MM:SS.mmm`.
  static func text(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { String($0 + 100).dropFirst() }
    return parts.joined(separator: ":") + "." + String(milliseconds % 1000 + 1000).dropFirst()
  }

  /// `M:SS`.
  static func clock(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return "\(seconds / 60):\(String(seconds % 60 + 100).dropFirst())"
  }
}

/// What a film says, cue by cue.
struct FilmWords {
  let film: Film

  init(_ film: Film) { self.film = film }

  /// What is said at a cue: its caption, else what happens in its step.
  func said(_ cue: Cue) -> String {
    if !cue.staging.caption.isEmpty { return cue.staging.caption }
    return cue.isPassing ? "" : film.telling.sentences(cue).what
  }

  /// A cue's text for those who do not see its picture.
  func described(_ cue: Cue) -> String {
    let (what, why) = film.telling.sentences(cue)
    var parts = [what, why]
    if !cue.staging.caption.isEmpty { parts.append(cue.staging.caption) }
    if let callout = cue.staging.callout { parts.append(callout.text) }
    return Self.unrepeated(parts).joined(separator: " ")
  }

  // The usual script's captions are the narration itself.
  static func unrepeated(_ parts: [String]) -> [String] {
    parts.indices.compactMap { index in
      let isTold = parts.indices.contains { other in
        other != index && parts[other].contains(parts[index])
          && (parts[other].count > parts[index].count || other < index)
      }
      return isTold ? nil : parts[index]
    }
  }

  /// The captions with their times; one that stays is one.
  var captions: [(start: Int, end: Int, text: String)] {
    var lines: [(start: Int, end: Int, text: String)] = []
    for (index, span) in zip(film.range, film.spans) {
      let text = said(film.telling.cues[index])
      guard !text.isEmpty, span.end > span.start else { continue }
      if let last = lines.last, last.text == text, last.end == span.start {
        lines[lines.count - 1].end = span.end
      } else {
        lines.append((span.start, span.end, text))
      }
    }
    return lines
  }
}

/// The film as paragraphs: chapters, steps, captions, locks, who sees the mapping.
struct Transcript {
  private let film: Film
  private let words: FilmWords

  init(_ film: Film) {
    self.film = film
    words = FilmWords(film)
  }

  func write(to sink: FilmFormat.Sink) throws {
    let spans = film.spans
    let scenario = film.recording.scenario
    try sink("\(film.title)\n\(scenario.teaches)\n")
    let kernel = scenario.revision
    try sink(
      "Kernel \(kernel.rawValue): \(kernel.summary). \(WebTime.clock(spans.last?.end ?? 0)) minutes.\n")
    var passed = 0
    for (index, span) in zip(film.range, spans) {
      let cue = film.telling.cues[index]
      if let chapter = cue.chapter { try sink("\n== \(chapter) ==\n") }
      if cue.isPassing {
        passed += 1
        continue
      }
      if passed > 0 { try sink("\nThe steps up to \(film.telling.id(cue)) pass by.\n") }
      passed = 0
      try sink("\n" + paragraph(cue, span) + "\n")
    }
  }

  private func paragraph(_ cue: Cue, _ span: Film.Span) -> String {
    let run = film.telling.tours[cue.tour].recording
    let (what, why) = film.telling.sentences(cue)
    var lines = FilmWords.unrepeated([what, why, cue.staging.caption]).filter { !$0.isEmpty }
    if let callout = cue.staging.callout { lines.append("Beside it: \(callout.text)") }
    if let typed = cue.staging.typed { lines.append("Typed: \(typed)") }
    if !cue.staging.compare.isEmpty {
      lines.append("Beside it kernel \(cue.staging.compare.map(\.rawValue).joined(separator: " and ")).")
    }
    if cue.position > 0 {
      let spoken = SpokenState(run, at: cue.position)
      lines.append("Locks: \(spoken.locks). Sees it: \(spoken.sights).")
    }
    let head = "[\(WebTime.clock(span.start))] Step \(cue.position) of \(run.last), \(run.id(cue.position))"
    return ([head] + lines.map { "  " + $0 }).joined(separator: "\n")
  }
}
