import Drawing
import Glibc

/// The contrast of WCAG 2: 1 for equal colours, 21 for black on white.
public enum Contrast {
  public static func ratio(_ one: RGB, _ other: RGB) -> Double {
    let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func luminance(_ colour: RGB) -> Double {
    let light = Light(colour)
    return 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue
  }
}

/// Amounts of light, each from 0 to 1: what an sRGB colour is once its curve is undone.
struct Light: Hashable {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ colour: RGB) {
    self.init(
      red: Self.linear(colour.red), green: Self.linear(colour.green), blue: Self.linear(colour.blue))
  }

  private static func linear(_ channel: Int) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// Three sums of the three amounts, by the rows of a matrix.
  func by(_ rows: Matrix) -> Light {
    func sum(_ row: (Double, Double, Double)) -> Double { row.0 * red + row.1 * green + row.2 * blue }
    return Light(red: sum(rows.0), green: sum(rows.1), blue: sum(rows.2))
  }

  typealias Row = (Double, Double, Double)
  typealias Matrix = (Row, Row, Row)
}
