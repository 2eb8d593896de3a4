// Output of `df -P` with three disks, so that no test depends on the machine's own.

export const LISTING = `Filesystem     1024-blocks      Used Available Capacity Mounted on
/dev/sda2        102400000  31744000  70656000      31% /
/dev/sda1           524288    125829    398459      24% /boot
/dev/sdb1        512000000 476160000  35840000      93% /srv
`;
