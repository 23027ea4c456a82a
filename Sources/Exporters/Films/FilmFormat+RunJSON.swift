import Panes
import Simulation

extension FilmFormat {
  /// The run and how it is told as JSON (RFC 8259), one cue a line; for programs and for search.
  public static let json = FilmFormat(
    name: "json", fileExtension: "json", summary: "the run and its captions as data"
  ) { film, dress, write in
    let scenario = film.recording.scenario
    let date = dress.epoch.map { ",\n\"timestamp\": \($0)" } ?? ""
    try write(
      "{\"vmascope\": 1,\n\"title\": \(JSONText.quoted(film.title)),\n"
        + "\"scenario\": \(JSONText.quoted(scenario.name)),\n"
        + "\"teaches\": \(JSONText.quoted(scenario.teaches)),\n"
        + "\"revision\": \(JSONText.quoted(scenario.revision.rawValue)),\n"
        + "\"columns\": \(film.size.columns), \"rows\": \(film.size.rows)\(date),\n\"cues\": [\n")
    let spans = film.spans
    for (number, index) in film.range.enumerated() {
      let cue = RunJSON.cue(film.telling.cues[index], spans[number], film.telling)
      try write(cue + (index + 1 < film.range.upperBound ? ",\n" : "\n"))
    }
    try write("]}\n")
  }
}

/// The fields of a cue.
private enum RunJSON {
  static func cue(_ cue: Cue, _ span: Film.Span, _ telling: Telling) -> String {
    let run = telling.tours[cue.tour].recording
    let (what, why) = telling.sentences(cue)
    let spoken = SpokenState(run, at: cue.position)
    var fields = ["\"start\": \(span.start)", "\"end\": \(span.end)"]
    if let chapter = cue.chapter { fields.append("\"chapter\": \(JSONText.quoted(chapter))") }
    fields += [
      "\"step\": \(cue.position)", "\"of\": \(run.last)", text("id", run.id(cue.position)),
      text("what", what),
      text("why", why), text("locks", spoken.locks), text("sees", spoken.sights),
    ]
    let state = SceneFacts(run, at: cue.position, state: run.state(at: cue.position))
    let facts = Expectations.Fact.Subject.allCases.map { text($0.rawValue, state.word($0)) }
    fields.append("\"facts\": {\(facts.joined(separator: ", "))}")
    if !cue.staging.caption.isEmpty { fields.append(text("caption", cue.staging.caption)) }
    if let callout = cue.staging.callout { fields.append(text("callout", callout.text)) }
    if !cue.note.isEmpty { fields.append(text("note", cue.note)) }
    if cue.isPassing { fields.append("\"passing\": true") }
    if cue.isPause { fields.append("\"pause\": true") }
    if let shot = cue.shots.first { fields.append(text("shot", shot)) }
    return "{\(fields.joined(separator: ", "))}"
  }

  private static func text(_ name: String, _ value: String) -> String {
    "\(JSONText.quoted(name)): \(JSONText.quoted(value))"
  }
}
