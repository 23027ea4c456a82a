// The names are the kernel's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A kernel error number of x86-64 Linux, by its name.
///
/// Kernel: include/uapi/asm-generic/errno-base.h and errno.h.
public enum Errno: UInt8, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  case EPERM = 1
  case ENOENT = 2
  case EINTR = 4
  case EIO = 5
  case ENXIO = 6
  case EBADF = 9
  case EAGAIN = 11
  case ENOMEM = 12
  case EACCES = 13
  case EFAULT = 14
  case EBUSY = 16
  case EEXIST = 17
  case ENODEV = 19
  case EINVAL = 22
  case ENFILE = 23
  case ETXTBSY = 26
  case ENOSPC = 28
  case EDEADLK = 35
  case ENOSYS = 38
  case EOVERFLOW = 75
  case EOPNOTSUPP = 95

  /// The name as in C: `ENOMEM`.
  public var name: String { Self.label(self) }

  /// The error of a name such as `ENOMEM`, or nil.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  public var description: String { name }

  private static func label(_ error: Errno) -> String {
    switch error {
    case .EPERM: "EPERM"
    case .ENOENT: "ENOENT"
    case .EINTR: "EINTR"
    case .EIO: "EIO"
    case .ENXIO: "ENXIO"
    case .EBADF: "EBADF"
    case .EAGAIN: "EAGAIN"
    case .ENOMEM: "ENOMEM"
    case .EACCES: "EACCES"
    case .EFAULT: "EFAULT"
    case .EBUSY: "EBUSY"
    case .EEXIST: "EEXIST"
    case .ENODEV: "ENODEV"
    case .EINVAL: "EINVAL"
    case .ENFILE: "ENFILE"
    case .ETXTBSY: "ETXTBSY"
    case .ENOSPC: "ENOSPC"
    case .EDEADLK: "EDEADLK"
    case .ENOSYS: "ENOSYS"
    case .EOVERFLOW: "EOVERFLOW"
    case .EOPNOTSUPP: "EOPNOTSUPP"
    }
  }
}
