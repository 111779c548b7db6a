#include <regimen/regimen.h>
