/// Kinds of eyes. What one of them lacks it lacks wholly: that is the hardest case.
public enum ColourVision: String, CaseIterable, Sendable {
  case normal, protan, deutan, tritan

  /// The light that a person with normal colour vision would have to be shown to see the same.
  ///
  /// Machado, Oliveira and Fernandes 2009, severity 1, over linear sRGB.
  func seen(_ light: Light) -> Light {
    let seen =
      switch self {
      case .normal: light
      case .protan:
        light.by(
          (
            (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)
          ))
      case .deutan:
        light.by(
          ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)))
      case .tritan:
        light.by(
          (
            (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)
          ))
      }
    func kept(_ amount: Double) -> Double { min(max(amount, 0), 1) }
    return Light(red: kept(seen.red), green: kept(seen.green), blue: kept(seen.blue))
  }
}
