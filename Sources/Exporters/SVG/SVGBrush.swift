import Drawing

/// How a path is painted, in the order in which paths lie on each other.
enum SVGBrush: Int, CaseIterable {
  case ground
  case block, blockDark, blockMedium, blockLight, blockEdge
  case thinLine, heavyLine, doubleLine, waitLine
  case dot, bullet, disc, solid, ring
  case check, cross, times

  /// The attributes of the path, but for its data. Presentation attributes only: style sheets are not
  /// understood by every reader of pictures.
  func attributes(_ colour: RGB) -> String {
    let paint = colour.hex
    switch self {
    // Without crisp edges, rows of ground show hairlines between them at odd scales.
    case .ground: return "shape-rendering=\"crispEdges\" fill=\"\(paint)\""
    case .block, .solid: return "fill=\"\(paint)\""
    case .blockDark: return "fill=\"\(paint)\" fill-opacity=\"0.8\""
    case .blockMedium: return "fill=\"\(paint)\" fill-opacity=\"0.6\""
    case .blockLight: return "fill=\"\(paint)\" fill-opacity=\"0.2\""
    case .blockEdge, .ring: return stroke(paint, "1.4")
    case .thinLine: return stroke(paint, "1.2") + " stroke-linecap=\"square\""
    case .doubleLine: return stroke(paint, "1.3") + " stroke-linecap=\"square\""
    case .heavyLine: return stroke(paint, "2.8")
    case .waitLine, .check, .times: return stroke(paint, "1.6")
    case .cross: return stroke(paint, "2.2")
    // Round ends make a tenth of a pixel a disc: four times shorter than its two arcs.
    case .dot: return stroke(paint, "2.4") + " stroke-linecap=\"round\""
    case .bullet: return stroke(paint, "5") + " stroke-linecap=\"round\""
    case .disc: return stroke(paint, "8") + " stroke-linecap=\"round\""
    }
  }

  private func stroke(_ paint: String, _ width: String) -> String {
    "fill=\"none\" stroke=\"\(paint)\" stroke-width=\"\(width)\""
  }
}
