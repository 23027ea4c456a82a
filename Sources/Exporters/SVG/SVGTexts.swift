import Drawing

/// The words of a picture, grouped by how they look.
struct SVGTexts {
  private struct Key: Hashable {
    var colour: RGB
    var isBold: Bool
    var isItalic: Bool
  }

  private struct Group {
    var key: Key
    var elements: [String]
  }

  private struct Run {
    var key: Key
    var column: Int
    var row: Int
    var columns: Int
    var text: String

    var end: Int { column + columns }
  }

  private var groups: [Group] = []
  private var places: [Key: Int] = [:]
  private var run: Run?

  /// Limit: words as short as this drift by some pixels in other fonts at worst; the attribute costs more
  /// than they do.
  private static let columnsWithoutLength = 8

  /// Adds a cell of text. It continues the run before it when it looks the same and stands right behind it,
  /// or one blank behind; wide characters stand alone, because their advance is the font's own choice.
  mutating func add(_ scalar: Unicode.Scalar, width: Int, _ ink: Ink, column: Int, row: Int) {
    let key = Key(colour: ink.colour, isBold: ink.isBold, isItalic: ink.isItalic)
    if width == 1, var run, run.key == key, run.row == row, column - run.end < 2 {
      if column > run.end { run.text += " " }
      run.text.unicodeScalars.append(scalar)
      run.columns = column + 1 - run.column
      self.run = run
      return
    }
    finish()
    run = Run(key: key, column: column, row: row, columns: width, text: String(scalar))
    if width == 2 { finish() }
  }

  /// Ends the run that is open.
  mutating func finish() {
    guard let run else { return }
    self.run = nil
    let x = run.column * SVGCell.width / 10
    let y = (run.row * SVGCell.height + SVGCell.baseline) / 10
    let length =
      run.columns > Self.columnsWithoutLength ? " textLength=\"\(run.columns * SVGCell.width / 10)\"" : ""
    let element = "<text x=\"\(x)\" y=\"\(y)\"\(length)>\(XMLText.escaped(run.text))</text>"
    if let place = places[run.key] {
      groups[place].elements.append(element)
    } else {
      places[run.key] = groups.count
      groups.append(Group(key: run.key, elements: [element]))
    }
  }

  /// The elements, in the order in which their looks came up.
  var elements: [String] {
    groups.flatMap { group in
      let weight = group.key.isBold ? " font-weight=\"bold\"" : ""
      let slant = group.key.isItalic ? " font-style=\"italic\"" : ""
      return ["<g fill=\"\(group.key.colour.hex)\"\(weight)\(slant)>"] + group.elements + ["</g>"]
    }
  }
}
