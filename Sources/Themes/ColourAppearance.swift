import Drawing
import Glibc

/// Where a colour stands in CAM02-UCS, the space in which equal distances look about equally large.
///
/// CIECAM02 (CIE 159:2004) under the viewing conditions of sRGB: D65, an average surround, 64 lux, a ground
/// of 20 %; then the uniform space of Luo, Cui and Li 2006.
public struct ColourAppearance: Hashable, Sendable {
  private var lightness: Double
  private var redGreen: Double
  private var yellowBlue: Double

  public init(_ colour: RGB, seenBy eyes: ColourVision = .normal) { self.init(eyes.seen(Light(colour))) }

  /// How different two colours look: 1 is about the least that can be told.
  public func distance(to other: ColourAppearance) -> Double {
    let (l, a, b) = (
      lightness - other.lightness, redGreen - other.redGreen, yellowBlue - other.yellowBlue
    )
    return (l * l + a * a + b * b).squareRoot()
  }

  private static let toXYZ: Light.Matrix = (
    (0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041)
  )
  private static let toSharp: Light.Matrix = (
    (0.7328, 0.4296, -0.1624), (-0.7036, 1.6975, 0.0061), (0.0030, 0.0136, 0.9834)
  )
  private static let fromSharp: Light.Matrix = (
    (1.096124, -0.278869, 0.182745), (0.454369, 0.473533, 0.072098), (-0.009628, -0.005698, 1.015326)
  )
  private static let toCones: Light.Matrix = (
    (0.38971, 0.68898, -0.07868), (-0.22981, 1.18340, 0.04641), (0, 0, 1)
  )

  // cd/m²: a fifth of what a white page sends back under 64 lux.
  private static let adapting = 64 / Double.pi / 5
  private static let ground = 0.2
  private static let surround = 0.69
  private static let induction = 0.725 * pow(1 / ground, 0.2)
  private static let exponent = 1.48 + ground.squareRoot()

  private static let adaptation: Double = {
    let k = pow(1 / (5 * adapting + 1), 4)
    return 0.2 * k * 5 * adapting + 0.1 * pow(1 - k, 2) * cbrt(5 * adapting)
  }()

  private static let whiteSharp = Light(red: 1, green: 1, blue: 1).by(toXYZ).by(toSharp)
  private static let whiteResponse = achromatic(cones(of: Light(red: 1, green: 1, blue: 1)))

  // What the three kinds of cones answer, adapted to the white.
  private static func cones(of light: Light) -> Light {
    let degree = 1 - 1 / 3.6 * exp((-adapting - 42) / 92)
    func adapted(_ amount: Double, _ white: Double) -> Double { amount * (degree / white + 1 - degree) }
    func answered(_ amount: Double) -> Double {
      let power = pow(adaptation * abs(amount), 0.42)
      return (amount < 0 ? -400 : 400) * power / (power + 27.13) + 0.1
    }
    let sharp = light.by(toXYZ).by(toSharp)
    let all = Light(
      red: adapted(sharp.red, whiteSharp.red), green: adapted(sharp.green, whiteSharp.green),
      blue: adapted(sharp.blue, whiteSharp.blue)
    ).by(fromSharp).by(toCones)
    return Light(red: answered(all.red), green: answered(all.green), blue: answered(all.blue))
  }

  private static func achromatic(_ cones: Light) -> Double {
    (2 * cones.red + cones.green + cones.blue / 20 - 0.305) * induction
  }

  private init(_ light: Light) {
    let cones = Self.cones(of: light)
    let a = cones.red - 12 * cones.green / 11 + cones.blue / 11
    let b = (cones.red + cones.green - 2 * cones.blue) / 9
    let hue = atan2(b, a)
    let share = max(0, Self.achromatic(cones) / Self.whiteResponse)
    let lightness = 100 * pow(share, Self.surround * Self.exponent)
    let eccentricity = 0.25 * (cos(hue + 2) + 3.8)
    let chroma =
      pow(
        50_000 / 13 * Self.induction * eccentricity * (a * a + b * b).squareRoot()
          / (cones.red + cones.green + 1.05 * cones.blue), 0.9)
      * (lightness / 100).squareRoot() * pow(1.64 - pow(0.29, Self.ground), 0.73)
    let colourfulness = log(1 + 0.0228 * chroma * pow(Self.adaptation, 0.25)) / 0.0228
    self.lightness = 1.7 * lightness / (1 + 0.007 * lightness)
    redGreen = colourfulness * cos(hue)
    yellowBlue = colourfulness * sin(hue)
  }
}
