extension Telling {
  /// The first cue of a chapter, a shot, a step or a number from 1; a chapter may be written as in links, in
  /// small letters with dashes.
  public func place(of name: String) -> Int? {
    if let number = Int(name) { return cues.indices.contains(number - 1) ? number - 1 : nil }
    return cues.firstIndex { cue in
      cue.chapter == name || cue.chapter.map { Self.slug($0) } == name || cue.shots.contains(name)
        || id(cue) == name
    }
  }

  /// The names that `place` knows.
  public var placeNames: [String] {
    cues.compactMap(\.chapter).map { Self.slug($0) } + cues.flatMap(\.shots) + cues.map { id($0) }
  }

  /// A title as part of a link: letters and digits, all else a dash.
  static func slug(_ title: String) -> String {
    var slug = ""
    for letter in title.lowercased() {
      let isWord = letter.isASCII && (letter.isLetter || letter.isNumber)
      if isWord { slug.append(letter) } else if slug.last != "-" { slug.append("-") }
    }
    return slug
  }
}
