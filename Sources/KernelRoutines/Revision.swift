// Versions are written as people write them, with an underscore for the point.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import MemoryModel

/// A kernel whose behaviour the routines can build.
///
/// The posting stands before the releases: it is the first design of the actions. The releases are the stable
/// kernels that were recorded.
public enum Revision: String, CaseIterable, Comparable, Hashable, Sendable {
  /// The patch "mm: add ability to take further action in vm_area_desc", version 2 of 10 Sep 2025.
  case seedV2 = "seed-v2"
  case v6_18 = "6.18"
  case v6_19 = "6.19"
  case v7_0 = "7.0"
  case v7_1 = "7.1"
  case v7_2 = "7.2"
  case v7_3 = "7.3"

  /// One line for lists and headers.
  public var summary: String {
    switch self {
    case .seedV2: "the posting of 10 Sep 2025; where it is silent the order of 6.19 stands in"
    case .v6_18: "6.18.15: a descriptor without actions; most drivers still have f_op->mmap"
    case .v6_19: "6.19.14: merged; can hide from the rmap, and then waits for itself on failure"
    case .v7_0: "7.0.13: the error hook first, then the rmap lock, then the munmap"
    case .v7_1: "7.1.13: vm_ops->mapped joins the hooks"
    case .v7_2: "7.2.12: the hooks are gone, error_override stays"
    case .v7_3: "7.3.4: as 7.2, and a mapping is charged in full"
    }
  }

  public static func < (left: Revision, right: Revision) -> Bool { left.index < right.index }

  private var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// `vm_area_desc.action`: 6.18 has the descriptor, and nothing a driver could ask for in it.
  public var hasActions: Bool { self != .v6_18 }
  /// Whether `mmap_action` has this type.
  public func has(_ kind: MmapAction.Kind) -> Bool {
    switch kind {
    case .nothing: true
    case .remapPFN: hasActions
    case .ioRemapPFN: self >= .v6_19
    case .simpleIORemap, .mapKernelPages: self >= .v7_1
    case .insertMixed, .insertMixedPages, .custom: self == .seedV2
    }
  }
  /// The range and the privateness of a remap are checked when it is prepared: partial COW from 7.0 on.
  public var refusesPartialCow: Bool { self >= .v7_0 }
  /// A range outside the VMA is refused when the action is prepared.
  public var checksActionRange: Bool { self >= .v7_1 }
  /// `success_hook` and `error_hook` of the action.
  public var hasActionHooks: Bool { hasActions && self < .v7_2 }
  /// A driver that changes the flags of a VMA takes the VMA write mark with `vm_flags_set`.
  public var marksWhenFlagsChange: Bool { self < .v7_0 }
  /// `set_vma_user_defined_fields` also writes into a VMA that was merged with. Fidelity: customised; for 7.1
  /// it was read in the branch that became it, not in the release.
  public var rewritesMerged: Bool { self <= .v7_1 }
  /// `vm_ops->mapped`.
  public var hasMapped: Bool { self >= .v7_1 }
  /// `hide_from_rmap_until_complete`.
  public var canHide: Bool { self >= .v6_19 }
  /// `error_override`.
  public var hasErrorOverride: Bool { self >= .v7_2 }
}
