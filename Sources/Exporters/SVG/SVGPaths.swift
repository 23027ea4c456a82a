import Drawing

/// The geometry of a picture: one path a brush and colour, whatever the number of shapes.
struct SVGPaths {
  private struct Key: Hashable {
    var brush: SVGBrush
    var colour: RGB
  }

  private struct Path {
    var key: Key
    var data: String
  }

  private var paths: [Path] = []
  private var places: [Key: Int] = [:]

  mutating func add(_ brush: SVGBrush, _ colour: RGB, _ data: String) {
    let key = Key(brush: brush, colour: colour)
    if let place = places[key] {
      paths[place].data += data
    } else {
      places[key] = paths.count
      paths.append(Path(key: key, data: data))
    }
  }

  /// A rectangle, in tenths of a pixel.
  mutating func rectangle(_ brush: SVGBrush, _ colour: RGB, x: Int, y: Int, width: Int, height: Int) {
    let across = SVGLength(tenths: width)
    let corner = "M\(SVGLength(tenths: x)) \(SVGLength(tenths: y))"
    add(brush, colour, corner + "h\(across)v\(SVGLength(tenths: height))h-\(across)z")
  }

  /// The elements, lowest first; paths of one brush in the order in which their colours came up.
  var elements: [String] {
    SVGBrush.allCases.flatMap { brush in
      paths.filter { $0.key.brush == brush }
        .map { "<path \(brush.attributes($0.key.colour)) d=\"\($0.data)\"/>" }
    }
  }
}
