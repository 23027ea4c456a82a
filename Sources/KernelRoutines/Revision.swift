/// A kernel whose behaviour the routines can build.
public enum Revision: String, CaseIterable, Comparable, Hashable, Sendable {
  /// The patch "mm: add ability to take further action in vm_area_desc", version 2 of 10 Sep 2025.
  case seedV2 = "seed-v2"

  /// One line for lists and headers.
  public var summary: String {
    switch self {
    case .seedV2: "the posting of 10 Sep 2025; where it is silent the order of 6.19 stands in"
    }
  }

  public static func < (left: Revision, right: Revision) -> Bool { left.index < right.index }

  private var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
